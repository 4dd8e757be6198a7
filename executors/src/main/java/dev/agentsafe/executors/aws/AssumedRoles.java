package dev.agentsafe.executors.aws;

import dev.agentsafe.core.credential.AssumeRoleSettings;
import dev.agentsafe.core.credential.Credential;
import dev.agentsafe.core.credential.CredentialSource.Obtained;
import dev.agentsafe.core.credential.CredentialSource.Wanted;
import dev.agentsafe.core.credential.RoleAssumer;
import dev.agentsafe.core.credential.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * Takes on a role through AWS's STS, with the credentials that AWS's own tools would use here;
 * thread-safe.
 *
 * <p>A session cannot be given back; it ends by itself, an hour later at the latest. Nothing that
 * STS says is part of a message but its error code.
 */
public final class AssumedRoles implements RoleAssumer {
  private static final Duration EACH_TRY = Duration.ofSeconds(5);
  private static final Duration ALL_TRIES = Duration.ofSeconds(12);
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9.]{1,64}");
  private static final String NAME = "agent-safe-";
  private static final int LONGEST_NAME = 64;

  private final Optional<AwsCredentialsProvider> own;

  /** For the service loader. */
  public AssumedRoles() {
    own = Optional.empty();
  }

  AssumedRoles(AwsCredentialsProvider own) {
    this.own = Optional.of(own);
  }

  @Override
  public Obtained assume(AssumeRoleSettings settings, Wanted wanted) {
    return switch (SessionPolicy.of(wanted)) {
      case SessionPolicy.Written.Bad(var why) -> new Obtained.Refused(why);
      case SessionPolicy.Written.Good(var policy) ->
          ask(settings, request(settings, wanted, policy), wanted);
    };
  }

  private static AssumeRoleRequest request(
      AssumeRoleSettings settings, Wanted wanted, String policy) {
    var request =
        AssumeRoleRequest.builder()
            .roleArn(settings.role())
            .roleSessionName(sessionName(wanted.auditId()))
            .durationSeconds(AssumeRoleSettings.seconds(wanted.scope().ttlSeconds()))
            .policy(policy);
    settings.externalId().ifPresent(request::externalId);
    return request.build();
  }

  /** Names the decision in AWS's own log. */
  static String sessionName(String auditId) {
    var name = NAME + auditId.replaceAll("[^A-Za-z0-9+=,.@_-]", "-");
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  private Obtained ask(AssumeRoleSettings settings, AssumeRoleRequest request, Wanted wanted) {
    try (var client = client(settings)) {
      return credential(Optional.ofNullable(client.assumeRole(request).credentials()), wanted);
    } catch (StsException e) {
      return new Obtained.Refused(meaning(e, settings));
    } catch (SdkClientException e) {
      return new Obtained.Refused(
          "STS was not asked or did not answer; check AWS's own credentials here, `region` and"
              + " `endpoint`");
    } catch (SdkException e) {
      return new Obtained.Refused("STS gave no answer that can be read");
    }
  }

  private StsClient client(AssumeRoleSettings settings) {
    var client =
        StsClient.builder()
            .httpClientBuilder(AwsHttp.client(EACH_TRY))
            .credentialsProvider(own.orElseGet(() -> DefaultCredentialsProvider.builder().build()))
            .region(Region.of(settings.region()))
            .overrideConfiguration(
                told -> told.apiCallAttemptTimeout(EACH_TRY).apiCallTimeout(ALL_TRIES));
    settings.endpoint().ifPresent(client::endpointOverride);
    return client.build();
  }

  private static Obtained credential(Optional<Credentials> given, Wanted wanted) {
    if (given.isEmpty()
        || given.get().accessKeyId() == null
        || given.get().secretAccessKey() == null
        || given.get().sessionToken() == null
        || given.get().expiration() == null) {
      return new Obtained.Refused("what STS answers is no session with an end");
    }
    return new Obtained.Good(
        new Credential(
            wanted.scope().type(),
            new Secret(
                Map.of(
                    SessionCredentials.ID,
                    given.get().accessKeyId(),
                    SessionCredentials.KEY,
                    given.get().secretAccessKey(),
                    SessionCredentials.TOKEN,
                    given.get().sessionToken())),
            Optional.of(given.get().expiration()),
            Credential.Revocation.none()));
  }

  private static String meaning(StsException e, AssumeRoleSettings settings) {
    var said = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    var code = said != null && CODE.matcher(said).matches() ? said : "no code";
    var answer = "STS answered " + e.statusCode() + " (" + code + ")";
    return switch (code) {
      case "AccessDenied" ->
          "the role `%s` may not be taken on from here: %s; check its trust policy and `external_id`"
              .formatted(settings.role(), answer);
      case "MalformedPolicyDocument", "PackedPolicyTooLarge" ->
          "the session policy is not taken: "
              + answer
              + "; check the action's `credentials.fields`";
      case "ValidationError" ->
          answer + "; the role may not allow sessions of that length, or `role_arn` is none";
      case "RegionDisabledException" -> answer + "; STS is not enabled in this `region`";
      case "ExpiredToken", "InvalidClientTokenId", "SignatureDoesNotMatch" ->
          "AWS's own credentials here are not good: " + answer;
      default -> answer;
    };
  }
}
