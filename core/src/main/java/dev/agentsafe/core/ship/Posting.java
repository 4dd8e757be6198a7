package dev.agentsafe.core.ship;

import dev.agentsafe.core.egress.Answer;
import dev.agentsafe.core.egress.Call;
import dev.agentsafe.core.egress.Egress;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sends a body over HTTP and reads the answer as a delivery. */
public final class Posting {
  private Posting() {}

  /** Sends it; any status of the 200s means that it arrived. */
  public static Shipper.Delivery send(Egress egress, Call call) throws InterruptedException {
    var answer = egress.send(call);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return switch (answer) {
      case Answer.Received received when received.isSuccess() -> new Shipper.Delivery.Arrived();
      case Answer.Received received ->
          new Shipper.Delivery.Failed("%s was answered with %d".formatted(call, received.status()));
      case Answer.Refused(var why) -> new Shipper.Delivery.Failed(why);
      case Answer.Unanswered(var why, var sent) -> new Shipper.Delivery.Failed(why);
    };
  }

  /**
   * The signature of a body: {@code t=SECONDS,v1=HEX}, where HEX is the HMAC-SHA-256 of {@code
   * SECONDS.BODY}; a receiver refuses what is old or does not fit.
   */
  public static String signature(String secret, long seconds, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              secret.getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((seconds + ".").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HMAC-SHA-256", e);
    }
  }
}
