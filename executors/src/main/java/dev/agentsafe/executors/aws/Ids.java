package dev.agentsafe.executors.aws;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What AWS takes as names, so that no value can leave its place in a path, a query or an ARN. Taken
 * from the API references of the services.
 */
enum Ids {
  /** Twelve digits. */
  ACCOUNT("[0-9]{12}", "twelve digits"),
  /** Such as {@code eu-central-1}. */
  REGION("[a-z]{2,4}(-[a-z]{2,12}){1,2}-[0-9]{1,2}", "a region such as `eu-central-1`"),
  /** An instance of EC2. */
  INSTANCE("i-([0-9a-f]{8}|[0-9a-f]{17})", "`i-` and 8 or 17 hexadecimal digits"),
  /** A cluster of ECS. */
  CLUSTER(
      "(arn:aws[a-z-]*:ecs:[a-z0-9-]+:[0-9]{12}:cluster/)?[A-Za-z0-9_-]{1,255}",
      "letters, digits, `-` and `_`, or the cluster's ARN"),
  /** A service of ECS. */
  SERVICE(
      "(arn:aws[a-z-]*:ecs:[a-z0-9-]+:[0-9]{12}:service/([A-Za-z0-9_-]{1,255}/)?)?[A-Za-z0-9_-]{1,255}",
      "letters, digits, `-` and `_`, or the service's ARN"),
  /** A task of ECS. */
  TASK(
      "(arn:aws[a-z-]*:ecs:[a-z0-9-]+:[0-9]{12}:task/([A-Za-z0-9_-]{1,255}/)?)?[0-9a-f-]{32,36}",
      "the task's id or its ARN"),
  /** A function of Lambda, unqualified. */
  FUNCTION(
      "(arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:)?[A-Za-z0-9_-]{1,64}",
      "letters, digits, `-` and `_`, or the function's ARN without a version"),
  /** A general purpose bucket of S3; other kinds of bucket and access points end in a word. */
  BUCKET(
      "(?!.*(--x-s3|--ol-s3|--table-s3|-s3alias|\\.mrap)$)(?!(xn--|sthree-))(?![0-9.]*$)"
          + "(?=.{3,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*",
      "a bucket's name of 3 to 63 lower-case letters, digits, `-` and `.`"),
  /** The key of an object in S3, of which a server on the way can make no other path. */
  KEY(
      "(?!(.*/)?\\.{1,2}(/.*)?$)[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]{1,1024}",
      "1 to 1,024 characters, none of them a control, without `.` and `..` between slashes"),
  /** A role of IAM. */
  ROLE("[A-Za-z0-9+=,.@_-]{1,64}", "letters, digits and `+=,.@_-`, at most 64"),
  /** A managed policy of IAM. */
  POLICY(
      "arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]{1,512}",
      "the ARN of a managed policy");

  private static final Pattern ARN = Pattern.compile("arn:[^:]*:[^:]*:([^:]*):([^:]*):.*");

  private final Pattern pattern;
  private final String words;

  Ids(String pattern, String words) {
    this.pattern = Pattern.compile(pattern);
    this.words = words;
  }

  /** What it takes, for people. */
  String words() {
    return words;
  }

  boolean takes(String value) {
    return pattern.matcher(value).matches();
  }

  /** Why that parameter cannot be used in that account and region; empty: it can. */
  Optional<String> objection(String parameter, String value, String account, String region) {
    if (!takes(value)) {
      return Optional.of(
          "Parameter `%s`: `%s` is not allowed; use %s.".formatted(parameter, value, words));
    }
    var arn = ARN.matcher(value);
    if (arn.matches()
        && !(fits(arn.group(1), region) && (fits(arn.group(2), account) || isAwsOwn(arn)))) {
      return Optional.of(
          "Parameter `%s`: `%s` is not in account `%s` and region `%s`, which the target is bound to."
              .formatted(parameter, value, account, region));
    }
    return Optional.empty();
  }

  /** The name at the end of an ARN or path, or the name that it is. */
  static String last(String value) {
    return value.substring(Math.max(value.lastIndexOf('/'), value.lastIndexOf(':')) + 1);
  }

  private static boolean fits(String found, String wanted) {
    return found.isEmpty() || found.equals(wanted);
  }

  private boolean isAwsOwn(MatchResult arn) {
    return this == POLICY && arn.group(2).equals("aws");
  }
}
