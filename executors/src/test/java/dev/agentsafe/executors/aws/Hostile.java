package dev.agentsafe.executors.aws;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Texts that mean something to somebody on the way to AWS. */
final class Hostile {
  private static final List<String> SEEDS =
      List.of(
          "..",
          ".",
          "/",
          "//",
          "../",
          "../../",
          "..%2f",
          "%2e%2e%2f",
          "%00",
          "\u0000",
          "\r\n",
          "\r\nX-Amz-Target: x",
          "\nHost: evil.example",
          "\t",
          " ",
          "?",
          "?versionId=null",
          "?delete",
          "?policy",
          "#",
          "&",
          "&Action=TerminateInstances",
          "&InstanceId.2=i-ffffffffffffffff0",
          "&RoleName=admin",
          "=",
          ";",
          "|",
          "`id`",
          "$(id)",
          "${aws:username}",
          "{{ params.key }}",
          "*",
          "i-*",
          "[\"a\",\"b\"]",
          "{\"cluster\": \"other\"}",
          "\",\"cluster\":\"other",
          "\"}",
          "'",
          "\"",
          "\\",
          "\\..\\",
          "<a/>",
          "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
          "arn:aws:iam::999988887777:policy/x",
          "arn:aws:iam::aws:policy/AdministratorAccess",
          "arn:aws:iam::999988887777:role/x",
          "arn:aws:ecs:eu-central-1:999988887777:task/other/0123456789abcdef0123456789abcdef",
          "arn:aws:lambda:eu-central-1:999988887777:function:x",
          "arn:aws:s3:::other/x",
          "arn:aws:s3:eu-central-1:999988887777:accesspoint/x",
          "other--x-s3",
          "169.254.169.254",
          "evil.example",
          "https://evil.example/",
          "a@evil.example",
          "é",
          "\u202e",
          "\u200b",
          "\u2028",
          "\uff0e\uff0e\uff0f",
          "\ud800",
          "\udc00",
          "\ud83d\ude00",
          "null",
          "undefined",
          "true",
          "0",
          "-1",
          "1e400",
          "--help",
          "-rf",
          "a".repeat(300),
          "a".repeat(2000),
          "/".repeat(50),
          "(a+)+$",
          ":",
          "::",
          ":qualifier",
          ":$LATEST",
          ",",
          "+",
          "%",
          "%25",
          "~");

  private Hostile() {}

  /** Each alone, before, after and within that good text, and all pairs until there are enough. */
  static List<String> around(String good, int atLeast) {
    var all = new LinkedHashSet<String>();
    for (var seed : SEEDS) {
      all.add(seed);
      all.add(seed + good);
      all.add(good + seed);
      all.add(good.substring(0, good.length() / 2) + seed + good.substring(good.length() / 2));
      all.add(good + "/" + seed);
      all.add(seed + "/" + good);
    }
    for (int step = 1; all.size() < atLeast; step++) {
      for (int i = 0; i < SEEDS.size() && all.size() < atLeast; i++) {
        all.add(SEEDS.get(i) + good + SEEDS.get((i + step) % SEEDS.size()));
      }
    }
    all.remove(good);
    return new ArrayList<>(all);
  }
}
