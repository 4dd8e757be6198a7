package dev.agentsafe.core.anchor;

import dev.agentsafe.core.egress.Answer;
import dev.agentsafe.core.egress.Call;
import dev.agentsafe.core.egress.Egress;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;

/**
 * Asks an authority for time-stamps by the HTTP form of RFC 3161: SHA-256 of the note, a nonce, the
 * signer's certificate in the answer.
 */
final class TimestampAuthority implements Anchor {
  /** How far the authority's clock and this machine's may be apart. */
  static final Duration APART = Duration.ofMinutes(5);

  private static final int NONCE_BITS = 128;

  private final String url;
  private final Egress egress;
  private final TimestampCheck check;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  TimestampAuthority(String url, Egress egress, TimestampCheck check, Clock clock) {
    this.url = url;
    this.egress = egress;
    this.check = check;
    this.clock = clock;
  }

  @Override
  public Kind kind() {
    return Kind.TIMESTAMP;
  }

  @Override
  public Outcome obtain(SignedCheckpoint checkpoint) throws InterruptedException {
    var note = checkpoint.bytes();
    try {
      var request = request(note);
      var asked = clock.instant();
      var answer = egress.send(Call.post(url, "application/timestamp-query", request.getEncoded()));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return switch (answer) {
        case Answer.Refused(var why) -> new Outcome.Failed(why);
        case Answer.Unanswered(var why, var sent) -> new Outcome.Failed(why);
        case Answer.Received received when received.status() != 200 ->
            new Outcome.Failed("the authority answered with " + received.status());
        case Answer.Received received -> judge(received, new Asked(request, note, asked));
      };
    } catch (IOException e) {
      return new Outcome.Failed("no request could be made: " + e.getMessage());
    }
  }

  private TimeStampRequest request(byte[] note) throws IOException {
    var generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    return generator.generate(
        NISTObjectIdentifiers.id_sha256,
        TimestampCheck.imprint(note),
        new BigInteger(NONCE_BITS, random));
  }

  /** What was asked, and when. */
  private static final class Asked {
    private final TimeStampRequest request;
    private final byte[] note;
    private final Instant when;

    Asked(TimeStampRequest request, byte[] note, Instant when) {
      this.request = request;
      this.note = note;
      this.when = when;
    }
  }

  private Outcome judge(Answer.Received received, Asked asked) {
    var type = received.header("Content-Type").orElse("");
    if (!type.equals("application/timestamp-reply")) {
      return new Outcome.Failed("the answer is no time-stamp but `" + type + "`");
    }
    var bytes = received.content().bytes();
    var checked = check.check(bytes, asked.note);
    if (checked instanceof Checked.Bad(var why)) {
      return new Outcome.Failed("the time-stamp does not hold: " + why);
    }
    try {
      TimestampCheck.read(bytes).validate(asked.request);
    } catch (TSPException | IOException e) {
      return new Outcome.Failed("the time-stamp is not for this request: " + e.getMessage());
    }
    var good = (Checked.Good) checked;
    var apart =
        good.at().isBefore(asked.when)
            ? Duration.between(good.at(), asked.when)
            : Duration.between(clock.instant(), good.at());
    return apart.compareTo(APART) > 0
        ? new Outcome.Failed(
            "the authority's clock says `%s`, this machine's `%s`: one of them is wrong"
                .formatted(good.at(), clock.instant()))
        : new Outcome.Obtained(new Receipt(bytes, good.at()));
  }

  @Override
  public void close() {
    egress.close();
  }
}
