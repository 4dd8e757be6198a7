/**
 * The executors: they act on systems for permitted orders, and read them.
 *
 * <p>The Kubernetes client's jars have no descriptors, so what they need of modules that do have
 * one is required here for them: without it those are not resolved, and their classes are missing.
 */
module dev.agentsafe.executors {
  requires transitive dev.agentsafe.core;
  requires io.fabric8.kubernetes.client.jdkhttp;
  requires io.vertx.core;
  requires java.net.http;
  requires jdk.httpserver;
  requires static transitive org.jspecify;
  requires kubernetes.client.api;
  requires kubernetes.model.admissionregistration;
  requires kubernetes.model.apps;
  requires kubernetes.model.autoscaling;
  requires kubernetes.model.batch;
  requires kubernetes.model.common;
  requires kubernetes.model.core;
  requires kubernetes.model.networking;
  requires kubernetes.model.policy;
  requires kubernetes.server.mock;
  requires mockwebserver;
  requires org.slf4j;
  requires software.amazon.awssdk.auth;
  requires software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.http.urlconnection;
  requires software.amazon.awssdk.identity.spi;
  requires software.amazon.awssdk.regions;
  requires software.amazon.awssdk.services.ec2;
  requires software.amazon.awssdk.services.ecs;
  requires software.amazon.awssdk.services.iam;
  requires software.amazon.awssdk.services.lambda;
  requires software.amazon.awssdk.services.s3;
  requires software.amazon.awssdk.services.sts;
  requires software.amazon.awssdk.utils;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.yaml;
  requires zjsonpatch;

  exports dev.agentsafe.executors;
  exports dev.agentsafe.executors.kubernetes;
  exports dev.agentsafe.executors.rehearsal;
  exports dev.agentsafe.executors.sandbox;

  provides dev.agentsafe.core.credential.RoleAssumer with
      dev.agentsafe.executors.aws.AssumedRoles;
  provides dev.agentsafe.core.credential.TokenRequester with
      dev.agentsafe.executors.kubernetes.TokenRequests;
  provides dev.agentsafe.core.runner.ExecutorProvider with
      dev.agentsafe.executors.aws.AwsExecutors,
      dev.agentsafe.executors.kubernetes.KubernetesExecutors;
  provides dev.agentsafe.core.ship.ObjectStore.Provider with
      dev.agentsafe.executors.aws.S3Stores;
}
