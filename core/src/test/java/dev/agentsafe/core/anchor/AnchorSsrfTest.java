package dev.agentsafe.core.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentsafe.core.egress.Dial;
import dev.agentsafe.core.egress.Egress;
import dev.agentsafe.core.egress.Peer;
import dev.agentsafe.core.egress.SsrfWays;
import java.nio.file.Path;
import java.time.Clock;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T15 for the ways out that are not shippers: authorities, witnesses, mail servers. */
final class AnchorSsrfTest {
  private static final Pattern SITE =
      Pattern.compile("[a-z]+://(\\[[^\\]]*]|[^/:]*)(?::([0-9]{1,5}))?(?:[/?].*)?");

  @TempDir Path folder;

  @Test
  void neitherAuthoritiesNorWitnessesAreReachedWhereTheyMayNotBe() throws Exception {
    var authority = new TestAuthority();
    try (var journal = new SealedJournal(folder);
        var peer = Peer.saying(Peer.answer("200 OK", "here"))) {
      var checkpoint = journal.with(3);
      var witness =
          new TestWitness("witness.example/w1", journal.seals().readKeys().getFirst()).vkey();
      var ways = SsrfWays.all(peer.port());
      for (var way : ways) {
        try (var stamps =
                new TimestampAuthority(
                    way.url(), new Egress(way.config()), authority.check(), Clock.systemUTC());
            var cosigns =
                new Witness(
                    new Witness.Config(
                        way.url(),
                        witness,
                        journal.seals(),
                        new Egress(way.config()),
                        Clock.systemUTC()))) {
          assertThat(stamps.obtain(checkpoint))
              .as("%s", way)
              .isInstanceOf(Anchor.Outcome.Failed.class);
          assertThat(cosigns.obtain(checkpoint))
              .as("%s", way)
              .isInstanceOf(Anchor.Outcome.Failed.class);
        }
      }
      assertThat(ways).hasSizeGreaterThanOrEqualTo(150);
      assertThat(peer.connections()).isZero();
    }
  }

  @Test
  void mailServersAreReachedUnderTheSameRules() throws Exception {
    try (var peer = Peer.saying("220 hello\r\n")) {
      var tried = 0;
      for (var way : SsrfWays.all(peer.port())) {
        var site = SITE.matcher(way.url());
        if (!site.matches()) {
          continue;
        }
        var host = site.group(1).replaceAll("^\\[|]$", "");
        var port = site.group(2) == null ? 443 : Integer.parseInt(site.group(2));
        assertThat(new Dial(way.config()).connect(host, port, Dial.Security.UPGRADED))
            .as("%s", way)
            .isInstanceOf(Dial.Dialled.Refused.class);
        tried++;
      }
      assertThat(tried).isGreaterThanOrEqualTo(150);
      assertThat(peer.connections()).isZero();
    }
  }
}
