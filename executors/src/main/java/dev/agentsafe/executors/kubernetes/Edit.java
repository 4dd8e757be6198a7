package dev.agentsafe.executors.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A change of one object as a JSON Patch that holds only for the version it was made for;
 * immutable.
 */
final class Edit {
  /** The annotation that names the decision behind the last change. */
  static final String MARK = "agent-safe.dev/audit-id";

  /** The annotation that tells what that change wrote from what somebody else wrote since. */
  static final String IMPRINT = "agent-safe.dev/imprint";

  private final List<Map<String, Object>> operations;
  private final Map<String, String> marks;

  private Edit(List<Map<String, Object>> operations, Map<String, String> marks) {
    this.operations = List.copyOf(operations);
    this.marks = Map.copyOf(marks);
  }

  /** An edit of that object, and no other version of it. */
  static Edit of(HasMetadata live) {
    return new Edit(List.of(), Map.of())
        .and("test", "/metadata/uid", live.getMetadata().getUid())
        .and("replace", "/metadata/resourceVersion", live.getMetadata().getResourceVersion());
  }

  /** The edit that also leaves the decision's mark. */
  Edit marked(HasMetadata live, String auditId) {
    var all = new TreeMap<>(marks);
    all.put(MARK, auditId);
    var path = "/metadata/annotations";
    var now = live.getMetadata().getAnnotations();
    if (now == null || now.isEmpty()) {
      return and("add", path, all);
    }
    var marked = this;
    for (var mark : all.entrySet()) {
      marked = marked.within(path, now, mark.getKey(), mark.getValue());
    }
    return marked;
  }

  /** The edit that also leaves a digest of what it writes. */
  Edit imprinted(String digest) {
    return new Edit(operations, Map.of(IMPRINT, digest));
  }

  /** Sets one member of a map that may not be there yet. */
  Edit within(
      String path,
      @org.jspecify.annotations.Nullable Map<String, String> now,
      String key,
      String value) {
    return now == null || now.isEmpty()
        ? and("add", path, Map.of(key, value))
        : and("add", path + "/" + escaped(key), value);
  }

  /** Sets a member whose parent is there. */
  Edit set(String path, Object value) {
    return and("add", path, value);
  }

  /** Holds only where that value is there. */
  Edit where(String path, Object value) {
    return and("test", path, value);
  }

  private Edit and(String op, String path, Object value) {
    var all = new ArrayList<>(operations);
    var operation = new LinkedHashMap<String, Object>();
    operation.put("op", op);
    operation.put("path", path);
    operation.put("value", value);
    all.add(operation);
    return new Edit(all, marks);
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  /** The JSON Patch. */
  String json() {
    return Serialization.asJson(operations);
  }

  /** A new object with the decision's mark. */
  static HasMetadata signed(HasMetadata created, String auditId) {
    var marked = Serialization.clone(created);
    var marks = marked.getMetadata().getAnnotations();
    var all = new LinkedHashMap<>(marks == null ? Map.<String, String>of() : marks);
    all.put(MARK, auditId);
    marked.getMetadata().setAnnotations(all);
    return marked;
  }

  /** The object as it would be, without asking anybody. */
  <T extends HasMetadata> T appliedTo(T live, Class<T> type) {
    var before = Serialization.unmarshal(Serialization.asJson(live), JsonNode.class);
    var patch = Serialization.unmarshal(json(), JsonNode.class);
    var after = JsonPatch.apply(patch, before);
    return Serialization.unmarshal(Serialization.asJson(after), type);
  }

  /** The mark that the last change left, if one of ours was. */
  static Optional<String> markOf(HasMetadata live) {
    return annotation(live, MARK);
  }

  /** The digest that the last change of its kind left, if one did. */
  static Optional<String> imprintOf(HasMetadata live) {
    return annotation(live, IMPRINT);
  }

  private static Optional<String> annotation(HasMetadata live, String name) {
    var annotations = live.getMetadata().getAnnotations();
    return annotations == null ? Optional.empty() : Optional.ofNullable(annotations.get(name));
  }
}
