package dev.agentsafe.core.anchor;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found among the receipts of a log.
 *
 * @param findings smallest checkpoint first
 * @param now what their age is counted from
 */
public record AnchorReport(List<Finding> findings, Instant now) {
  public AnchorReport {
    findings = List.copyOf(findings);
  }

  /**
   * One receipt.
   *
   * @param file its name in the folder
   * @param name what that says; empty where it is no name of a receipt
   */
  public record Finding(String file, Optional<ReceiptName> name, Standing standing) {
    /** How many lines the checkpoint covers that it is for; 0 where that is not known. */
    public long size() {
      return name.map(ReceiptName::size).orElse(0L);
    }

    /** Whether it does not hold. */
    public boolean isBroken() {
      return standing instanceof Standing.Broken;
    }
  }

  /** Whether every receipt holds. */
  public boolean isGood() {
    return findings.stream().noneMatch(Finding::isBroken);
  }

  /** Those that do not hold. */
  public List<Finding> broken() {
    return findings.stream().filter(Finding::isBroken).toList();
  }

  /** The one of each anchor that holds and covers most, by the anchor's name. */
  public Map<String, Finding> newest() {
    var newest = new LinkedHashMap<String, Finding>();
    findings.stream()
        .filter(f -> !f.isBroken())
        .sorted(Comparator.comparingLong(Finding::size))
        .forEach(f -> f.name().ifPresent(name -> newest.put(name.anchor(), f)));
    return newest;
  }

  /**
   * How many lines so many witnesses have cosigned, each at least; 0 where they have not. A witness
   * under two names counts once.
   */
  public long witnessed(int quorum) {
    var most = new LinkedHashMap<String, Long>();
    for (var finding : findings) {
      if (finding.name().filter(n -> n.kind() == Kind.COSIGNATURE).isPresent()
          && finding.standing() instanceof Standing.Holds(var at, var by, var pinned)) {
        most.merge(by, finding.size(), Math::max);
      }
    }
    return most.values().stream()
        .sorted(Comparator.reverseOrder())
        .skip(quorum - 1L)
        .findFirst()
        .orElse(0L);
  }

  /** How long ago that was; not negative. */
  public Duration age(Instant at) {
    var age = Duration.between(at, now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}
