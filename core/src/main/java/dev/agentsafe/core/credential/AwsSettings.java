package dev.agentsafe.core.credential;

import dev.agentsafe.core.yaml.Node;
import dev.agentsafe.core.yaml.Problems;
import dev.agentsafe.core.yaml.Section;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code aws} of the settings: how the accounts that targets are bound to are reached; immutable.
 *
 * @param accounts by their twelve digits; where there is none, every account is reached as AWS's
 *     own tools would reach it here
 */
public record AwsSettings(Map<String, Account> accounts) {
  private static final Set<String> KEYS = Set.of("accounts");
  private static final Set<String> ACCOUNT = Set.of("profile", "regions", "endpoint");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{12}");
  private static final Pattern PROFILE = Pattern.compile("[A-Za-z0-9_.@/:+-]{1,128}");

  /** Nothing is said of any account. */
  public static final AwsSettings NONE = new AwsSettings(Map.of());

  public AwsSettings {
    accounts = Collections.unmodifiableMap(new LinkedHashMap<>(accounts));
  }

  /**
   * How one account is reached.
   *
   * @param profile of AWS's shared files; absent: the default chain
   * @param regions that may be acted in; empty: all
   * @param endpoint in the place of AWS's own, for every service
   */
  public record Account(Optional<String> profile, List<String> regions, Optional<URI> endpoint) {
    /** As AWS's own tools would reach it here. */
    public static final Account PLAIN = new Account(Optional.empty(), List.of(), Optional.empty());

    public Account {
      regions = List.copyOf(regions);
    }
  }

  /** How that account is reached; empty: it is not. */
  public Optional<Account> of(String account) {
    return accounts.isEmpty()
        ? Optional.of(Account.PLAIN)
        : Optional.ofNullable(accounts.get(account));
  }

  /** Reads the section; what does not hold is noted. */
  public static AwsSettings read(Node node, Problems problems) {
    var item = Section.open(node, "`aws`", KEYS, problems);
    var accounts = new LinkedHashMap<String, Account>();
    item.get("accounts")
        .ifPresent(map ->
            item.typed()
                .entries(
                    map,
                    "`accounts`",
                    (name, each) -> {
                      if (!DIGITS.matcher(name).matches()) {
                        problems.error(
                            each, "value", "`" + name + "` is no account; it has twelve digits");
                      }
                      accounts.put(name, account(each, name, problems));
                    }));
    if (accounts.isEmpty()) {
      problems.error(
          node, "value", "`aws` names no account; leave it out, or name those that are reached");
    }
    return new AwsSettings(accounts);
  }

  private static Account account(Node node, String name, Problems problems) {
    var item = Section.open(node, "account `" + name + "`", ACCOUNT, problems);
    item.items("regions")
        .forEach(each -> {
          var region = item.typed().text(each, "an item of `regions`");
          if (!AssumeRoleKind.REGION.matcher(region).matches()) {
            problems.error(each, "value", "`" + region + "` is no region, such as `eu-central-1`");
          }
        });
    var profile = item.optionalText("profile");
    profile
        .filter(word -> !PROFILE.matcher(word).matches())
        .flatMap(word -> item.get("profile"))
        .ifPresent(at ->
            problems.error(at, "value", "this is no name of a profile; leave it out or name one"));
    return new Account(
        profile,
        item.texts("regions"),
        item.optionalText("endpoint").flatMap(url -> AssumeRoleKind.endpoint(item, url)));
  }
}
