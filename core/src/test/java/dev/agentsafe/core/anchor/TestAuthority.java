package dev.agentsafe.core.anchor;

import dev.agentsafe.core.egress.Peer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A time-stamping authority with a root of its own, which also does what a hostile one would. */
final class TestAuthority {
  private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("1.2.3.4.1");
  private static final AlgorithmIdentifier SHA256 =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);

  private final KeyPair rootKey = pair();
  private final KeyPair key = pair();
  private final X509Certificate root;
  private final Instant from;
  private final Instant until;

  TestAuthority() throws Exception {
    this(Instant.now().minus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(1)));
  }

  /** One whose signer's certificate is good for that time. */
  TestAuthority(Instant from, Instant until) throws Exception {
    this.from = from;
    this.until = until;
    var name = new X500Name("CN=Root of tests");
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(Instant.now().minus(Duration.ofDays(3650))),
            Date.from(Instant.now().plus(Duration.ofDays(3650))),
            name,
            rootKey.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    root = signed(builder);
  }

  private static KeyPair pair() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private X509Certificate signed(JcaX509v3CertificateBuilder builder) throws Exception {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(rootKey.getPrivate())));
  }

  /** What a signer's certificate is for. */
  enum Purpose {
    STAMPING,
    SERVING,
    STAMPING_NOT_CRITICAL,
    NONE
  }

  private X509Certificate signer(Purpose purpose) throws Exception {
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=Root of tests"),
            BigInteger.TWO,
            Date.from(from),
            Date.from(until),
            new X500Name("CN=Stamps of tests"),
            key.getPublic());
    if (purpose != Purpose.NONE) {
      builder.addExtension(
          Extension.extendedKeyUsage,
          purpose != Purpose.STAMPING_NOT_CRITICAL,
          new ExtendedKeyUsage(
              purpose == Purpose.SERVING
                  ? KeyPurposeId.id_kp_serverAuth
                  : KeyPurposeId.id_kp_timeStamping));
    }
    return signed(builder);
  }

  X509Certificate root() {
    return root;
  }

  TimestampCheck check() {
    return new TimestampCheck(List.of(root));
  }

  /** A PEM file of the root. */
  Path pem(Path folder) throws IOException {
    return Files.writeString(folder.resolve("authorities.pem"), Certificates.text(root));
  }

  /** An answer to that request, stamped with that time, by the library's own authority. */
  byte[] answer(TimeStampRequest request, Instant at) throws Exception {
    return answers(signer(Purpose.STAMPING))
        .generate(request, BigInteger.valueOf(7), Date.from(at))
        .getEncoded();
  }

  /** An answer that grants nothing. */
  byte[] refusal() throws Exception {
    return answers(signer(Purpose.STAMPING))
        .generateFailResponse(2, 1 << 5, "not today\u202e")
        .getEncoded();
  }

  private TimeStampResponseGenerator answers(X509Certificate certificate) throws Exception {
    var digests = new JcaDigestCalculatorProviderBuilder().build();
    var generator =
        new TimeStampTokenGenerator(
            new JcaSignerInfoGeneratorBuilder(digests).build(contentSigner(), certificate),
            digests.get(SHA256),
            POLICY);
    generator.addCertificates(new JcaCertStore(List.of(certificate)));
    return new TimeStampResponseGenerator(generator, TSPAlgorithms.ALLOWED);
  }

  private ContentSigner contentSigner() throws Exception {
    return new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
  }

  /** What a hostile authority stamps. */
  record Stamp(ASN1OctetString imprint, BigInteger nonce, Instant at) {}

  /** An answer put together by hand, because the library refuses to make some of them. */
  byte[] answer(Stamp stamp, Purpose purpose) throws Exception {
    var certificate = signer(purpose);
    var stamped =
        new TSTInfo(
            POLICY,
            new MessageImprint(SHA256, stamp.imprint().getOctets()),
            new ASN1Integer(7),
            new ASN1GeneralizedTime(Date.from(stamp.at())),
            null,
            null,
            new ASN1Integer(stamp.nonce()),
            null,
            null);
    var hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    var named =
        new Attribute(
            PKCSObjectIdentifiers.id_aa_signingCertificateV2,
            new DERSet(new SigningCertificateV2(new ESSCertIDv2(hash))));
    var signer =
        new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
            .setSignedAttributeGenerator(
                new DefaultSignedAttributeTableGenerator(new AttributeTable(new DERSet(named))))
            .build(contentSigner(), certificate);
    var cms = new CMSSignedDataGenerator();
    cms.addSignerInfoGenerator(signer);
    cms.addCertificates(new JcaCertStore(List.of(certificate)));
    var signed =
        cms.generate(
            new CMSProcessableByteArray(PKCSObjectIdentifiers.id_ct_TSTInfo, stamped.getEncoded()),
            true);
    return new TimeStampResp(new PKIStatusInfo(PKIStatus.granted), signed.toASN1Structure())
        .getEncoded();
  }

  /** Answers a request. */
  interface Stamping {
    byte[] answer(TimeStampRequest request) throws Exception;
  }

  /** Serves over HTTP on loopback. */
  static Peer serving(Stamping stamping) {
    return Peer.plain((request, out) -> {
      try {
        var asked = request.body().getBytes(StandardCharsets.ISO_8859_1);
        write(out, "application/timestamp-reply", stamping.answer(new TimeStampRequest(asked)));
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    });
  }

  static void write(OutputStream out, String type, byte[] body) throws IOException {
    out.write(
        "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(type, body.length)
            .getBytes(StandardCharsets.US_ASCII));
    out.write(body);
  }

  /** Serves as it should. */
  Peer serving() {
    return serving(request -> answer(request, Instant.now()));
  }
}
