package dev.perennial.local.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perennial.local.manifest.Service.EnvValue.SecretKey;
import java.util.List;

/**
 * A user of Kafka as Redpanda's operator declares it.
 *
 * @param password where its password is
 * @param acls what it may do, and nothing else
 */
public record User(String name, SecretKey password, List<Acl> acls) {

  /**
   * A rule for several operations on one resource, or on all whose names start with {@code name}.
   */
  public record Acl(
      Permission permission,
      ResourceType resourceType,
      String name,
      PatternType patternType,
      List<Operation> operations) {}

  /** Whether a rule allows or denies. */
  public enum Permission {
    @JsonProperty("allow")
    ALLOW,
    @JsonProperty("deny")
    DENY
  }

  /** What a rule is about. */
  public enum ResourceType {
    @JsonProperty("topic")
    TOPIC,
    @JsonProperty("group")
    GROUP,
    @JsonProperty("cluster")
    CLUSTER
  }

  /** How the name of a rule's resource is compared. */
  public enum PatternType {
    @JsonProperty("literal")
    LITERAL,
    @JsonProperty("prefixed")
    PREFIXED
  }

  /** What is allowed or denied, by the names of Redpanda's operator. */
  public enum Operation {
    @JsonProperty("Read")
    READ,
    @JsonProperty("Write")
    WRITE,
    @JsonProperty("Create")
    CREATE,
    @JsonProperty("Delete")
    DELETE,
    @JsonProperty("Alter")
    ALTER,
    @JsonProperty("Describe")
    DESCRIBE,
    @JsonProperty("DescribeConfigs")
    DESCRIBE_CONFIGS,
    @JsonProperty("AlterConfigs")
    ALTER_CONFIGS,
    @JsonProperty("IdempotentWrite")
    IDEMPOTENT_WRITE
  }
}
