package dev.agentsafe.executors.aws;

import dev.agentsafe.core.canonical.Json;
import dev.agentsafe.core.canonical.Value;
import dev.agentsafe.core.runner.Manual;
import dev.agentsafe.executors.order.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;

/** Calls a function of Lambda and waits for what it says. */
final class InvokeFunction implements Procedure<GetFunctionConfigurationResponse> {
  /** More of an answer is left out, in characters. */
  private static final int LONGEST_ANSWER = 16_384;

  @Override
  public Thing thing() {
    return Thing.FUNCTION;
  }

  @Override
  public Manual manual() {
    return new Manual(
        Grammar.of(thing(), "payload", "JSON"),
        Functions.CHECKS,
        new Manual.Course(
            "`GetFunctionConfiguration`; what the function does is not known",
            "one `Invoke` that waits for the answer, without a client token, because it takes none",
            "the answer; an error of the function is a failure that may have done something",
            "-"),
        new Manual.Undoing.Irreversible("what a function does is not known here"));
  }

  @Override
  public Optional<String> objection(Aim aim) {
    return aim.params()
        .text("payload")
        .filter(payload -> !(Json.read(payload) instanceof Json.Read.Good))
        .map(payload -> "Parameter `payload` is not JSON.");
  }

  @Override
  public Optional<GetFunctionConfigurationResponse> find(Services services, Aim aim) {
    return Functions.find(services, aim);
  }

  @Override
  public Value.Fields fields(GetFunctionConfigurationResponse live, Aim aim) {
    return Functions.fields(live);
  }

  @Override
  public Change change(GetFunctionConfigurationResponse live, Aim aim) {
    return new Change.Made(
        "Invoking it",
        fields(live, aim),
        List.of("What the function does is not known here and is not undone."));
  }

  @Override
  public Sent send(Services services, GetFunctionConfigurationResponse live, Aim aim) {
    var request =
        InvokeRequest.builder()
            .functionName(aim.text("function_name"))
            .invocationType(InvocationType.REQUEST_RESPONSE);
    aim.params()
        .text("payload")
        .ifPresent(payload -> request.payload(SdkBytes.fromUtf8String(payload)));
    var answer = services.lambda().invoke(request.build());
    var output = new LinkedHashMap<String, Value>();
    output.put("status_code", Value.of(answer.statusCode()));
    output.put("function_error", Value.ofOptional(Optional.ofNullable(answer.functionError())));
    var said =
        answer.payload() == null
            ? ""
            : new String(answer.payload().asByteArrayUnsafe(), StandardCharsets.UTF_8);
    output.put("response", Value.of(brief(said)));
    output.put("response_is_whole", Value.of(said.length() <= LONGEST_ANSWER));
    return new Sent(
        Optional.of(new Value.Fields(output)),
        Optional.ofNullable(answer.functionError())
            .map(error -> "the function answered with an error (" + error + "): " + brief(said)));
  }

  private static String brief(String said) {
    return said.length() <= LONGEST_ANSWER ? said : said.substring(0, LONGEST_ANSWER);
  }

  /** As long as the function may take, and the way there and back. */
  @Override
  public Duration patience(GetFunctionConfigurationResponse live, Duration usual) {
    return live.timeout() == null ? usual : usual.plusSeconds(live.timeout());
  }

  @Override
  public boolean shows(Aim aim) {
    return false;
  }

  @Override
  public Standing standing(
      Optional<GetFunctionConfigurationResponse> before,
      Optional<GetFunctionConfigurationResponse> live,
      Aim aim) {
    return new Standing.Holds("it has answered");
  }

  @Override
  public Optional<Check> check(
      String name, GetFunctionConfigurationResponse live, Services services, Aim aim) {
    return Functions.check(name, live);
  }
}
