package dev.agentsafe.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.yaml.Loaded;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy author relies on. */
final class AuthoringTest {
  @TempDir Path folder;
  private Path rules;
  private Authoring authoring;

  @BeforeEach
  void open() throws Exception {
    var world = new SmallWorld(folder);
    assertThat(world.log()).doesNotExist();
    rules = folder.resolve("policies/rules.yaml");
    authoring =
        switch (Workspace.load(folder)) {
          case Loaded.Good<Workspace>(var workspace, var warnings) ->
              new Authoring(workspace.settings().paths());
          case Loaded.Bad<Workspace>(var problems) -> throw new AssertionError(problems);
        };
  }

  @Test
  void draftWithATypoIsRefusedAndTheFileStaysAsItWas() throws Exception {
    var base = authoring.read(rules);
    var draft = base.replace("decision: allow", "decison: allow");
    assertThat(authoring.save(rules, base, draft))
        .isInstanceOfSatisfying(
            Authoring.Saved.Refused.class,
            r -> {
              assertThat(r.errors())
                  .anySatisfy(e -> {
                    assertThat(e.location().line()).isEqualTo(9);
                    assertThat(e.message()).contains("`decison`", "decision");
                  });
            });
    assertThat(Files.readString(rules)).isEqualTo(base);
  }

  @Test
  void goodDraftIsSaved() throws Exception {
    var base = authoring.read(rules);
    var draft = base + "# reviewed\n";
    assertThat(authoring.save(rules, base, draft)).isInstanceOf(Authoring.Saved.Done.class);
    assertThat(Files.readString(rules)).isEqualTo(draft);
  }

  @Test
  void somebodyElsesChangeIsNotOverwritten() throws Exception {
    var base = authoring.read(rules);
    Files.writeString(rules, base + "# theirs\n");
    assertThat(authoring.save(rules, base, base + "# mine\n"))
        .isInstanceOf(Authoring.Saved.Changed.class);
    assertThat(Files.readString(rules)).endsWith("# theirs\n");
  }

  @Test
  void everyFileOfTheWorkspaceIsOffered() {
    assertThat(authoring.files())
        .extracting(f -> f.getFileName().toString())
        .containsExactly("rules.yaml", "scale.yaml", "inventory.yaml");
  }
}
