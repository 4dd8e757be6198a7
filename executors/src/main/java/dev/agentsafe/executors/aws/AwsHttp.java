package dev.agentsafe.executors.aws;

import java.time.Duration;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** How AWS is reached: by the JDK's own client, through no proxy that nobody named. */
final class AwsHttp {
  private AwsHttp() {}

  static UrlConnectionHttpClient.Builder client(Duration eachTry) {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(eachTry)
        .socketTimeout(eachTry)
        .proxyConfiguration(
            ProxyConfiguration.builder()
                .useSystemPropertyValues(false)
                .useEnvironmentVariablesValues(false)
                .build());
  }
}
