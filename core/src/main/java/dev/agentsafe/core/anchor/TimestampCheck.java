package dev.agentsafe.core.anchor;

import dev.agentsafe.core.canonical.CanonicalJson;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * Checks time-stamps of RFC 3161: imprint, signature, the signer's certificate and its purpose, and
 * the chain to certificates that are believed, all at the time that the stamp says.
 *
 * <p>It asks nobody whether a certificate was revoked, because it works without a network.
 */
final class TimestampCheck {
  private static final Set<String> DIGESTS =
      Set.of(
          NISTObjectIdentifiers.id_sha256.getId(),
          NISTObjectIdentifiers.id_sha384.getId(),
          NISTObjectIdentifiers.id_sha512.getId(),
          NISTObjectIdentifiers.id_sha3_256.getId(),
          NISTObjectIdentifiers.id_sha3_384.getId(),
          NISTObjectIdentifiers.id_sha3_512.getId());

  private final List<X509Certificate> authorities;

  /** Believes what those certificates, or keys that they vouch for, have signed. */
  TimestampCheck(List<X509Certificate> authorities) {
    this.authorities = List.copyOf(authorities);
  }

  /** SHA-256 of what is stamped. */
  static byte[] imprint(byte[] content) {
    return CanonicalJson.sha256().digest(content);
  }

  /** Reads an answer, of one structure and nothing behind it. */
  static TimeStampResponse read(byte[] answer) throws IOException, TSPException {
    try {
      return new TimeStampResponse(TimeStampResp.getInstance(ASN1Primitive.fromByteArray(answer)));
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      throw new IOException("it is no answer of RFC 3161", e);
    }
  }

  /** Checks an answer of an authority; never throws, whatever the bytes are. */
  Checked check(byte[] answer, byte[] content) {
    try {
      var response = read(answer);
      var token = response.getTimeStampToken();
      return token == null
          ? new Checked.Bad("the authority granted no time-stamp: " + status(response))
          : check(token, content);
    } catch (IOException | TSPException | GeneralSecurityException e) {
      return new Checked.Bad(words(e));
    } catch (RuntimeException e) {
      // What the reader of ASN.1 throws for what is none depends on where it was cut or changed.
      return new Checked.Bad("it cannot be read: " + words(e));
    }
  }

  private Checked check(TimeStampToken token, byte[] content)
      throws TSPException, GeneralSecurityException {
    var info = token.getTimeStampInfo();
    if (!info.getMessageImprintAlgOID().equals(NISTObjectIdentifiers.id_sha256)
        || !Arrays.equals(info.getMessageImprintDigest(), imprint(content))) {
      return new Checked.Bad("it is a time-stamp of something else");
    }
    var signers = token.toCMSSignedData().getSignerInfos().getSigners();
    if (!signers.stream().allMatch(s -> DIGESTS.contains(s.getDigestAlgOID()))) {
      return new Checked.Bad("it is signed over a hash that is not believed any more");
    }
    var converter = new JcaX509CertificateConverter();
    var all = new ArrayList<X509Certificate>();
    var own = new ArrayList<X509Certificate>();
    for (var holder : token.getCertificates().getMatches(null)) {
      var certificate = converter.getCertificate(holder);
      all.add(certificate);
      if (token.getSID().match(holder)) {
        own.add(certificate);
      }
    }
    if (own.size() != 1) {
      return new Checked.Bad("the certificate that signed it is not in it");
    }
    var signer = own.getFirst();
    try {
      token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("its signature is of a kind that is not known here", e);
    }
    var at = info.getGenTime().toInstant();
    chain(signer, all, at);
    return new Checked.Good(at, signer.getSubjectX500Principal().getName());
  }

  /** Whether an authority that is believed vouches for the signer, at that time. */
  private void chain(X509Certificate signer, List<X509Certificate> others, Instant at)
      throws GeneralSecurityException {
    if (authorities.contains(signer)) {
      return;
    }
    if (authorities.isEmpty()) {
      throw new GeneralSecurityException("no certificate of an authority is known here");
    }
    var target = new X509CertSelector();
    target.setCertificate(signer);
    var parameters =
        new PKIXBuilderParameters(
            authorities.stream().map(c -> new TrustAnchor(c, null)).collect(Collectors.toSet()),
            target);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(others)));
    parameters.setDate(Date.from(at));
    parameters.setRevocationEnabled(false);
    try {
      CertPathBuilder.getInstance("PKIX").build(parameters);
    } catch (java.security.cert.CertPathBuilderException e) {
      throw new GeneralSecurityException(
          "no authority that is believed vouches for `%s`: %s"
              .formatted(signer.getSubjectX500Principal().getName(), words(e)),
          e);
    }
  }

  static String status(TimeStampResponse response) {
    var why = response.getStatusString();
    return "status "
        + response.getStatus()
        + (why == null || why.isBlank() ? "" : ", `" + why.strip() + "`");
  }

  private static String words(Exception e) {
    var why = e.getMessage();
    return why == null ? "it is no time-stamp" : why;
  }
}
