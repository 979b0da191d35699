package dev.perennial.local.manifest;

import dev.perennial.local.manifest.Service.EnvValue.SecretKey;
import dev.perennial.local.manifest.User.Acl;
import dev.perennial.local.manifest.User.Operation;
import dev.perennial.local.manifest.User.PatternType;
import dev.perennial.local.manifest.User.Permission;
import dev.perennial.local.manifest.User.ResourceType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

record UserResource(Metadata metadata, Spec spec) implements Resource {

  /** The only name of a cluster in an ACL. */
  private static final String CLUSTER_NAME = "kafka-cluster";

  UserResource {
    InvalidFieldException.requirePresent(metadata, "metadata");
    InvalidFieldException.requirePresent(spec, "spec");
  }

  @Override
  public String name() {
    return metadata.name();
  }

  /** Returns the name of the Secret with the password. */
  String secret() {
    return reference().name();
  }

  private SecretReference reference() {
    return spec.authentication().password().valueFrom().secretKeyRef();
  }

  User link(DeclaredResources declared) {
    SecretReference reference = reference();
    return new User(
        name(),
        new SecretKey(reference.name(), reference.key()),
        spec.authorization() == null
            ? List.of()
            : spec.authorization().acls().stream().map(AclResource::acl).toList());
  }

  /**
   * @param cluster ignored: there is one Kafka on this machine
   */
  record Spec(
      TopicResource.@Nullable Cluster cluster,
      Authentication authentication,
      @Nullable Authorization authorization) {

    Spec {
      InvalidFieldException.requirePresent(authentication, "authentication");
    }
  }

  /**
   * @param syncCredentials ignored: passwords are set at each start
   */
  record Authentication(
      @Nullable String type, Password password, @Nullable Boolean syncCredentials) {

    Authentication {
      InvalidFieldException.require(
          type == null || type.equals("scram-sha-512"),
          "type",
          type + ": " + InvalidFieldException.NOT_IMPLEMENTED);
      InvalidFieldException.requirePresent(password, "password");
    }
  }

  /**
   * @param noGenerate ignored: missing passwords are created on this machine
   */
  record Password(ValueFrom valueFrom, @Nullable Boolean noGenerate) {

    Password {
      InvalidFieldException.requirePresent(valueFrom, "valueFrom");
    }
  }

  record ValueFrom(SecretReference secretKeyRef) {

    ValueFrom {
      InvalidFieldException.requirePresent(secretKeyRef, "secretKeyRef");
    }
  }

  record Authorization(@Nullable String type, List<AclResource> acls) {

    Authorization {
      InvalidFieldException.require(
          type == null || type.equals("simple"),
          "type",
          type + ": " + InvalidFieldException.NOT_IMPLEMENTED);
      InvalidFieldException.requirePresent(acls, "acls");
    }
  }

  record AclResource(Permission type, Target resource, List<Operation> operations) {

    AclResource {
      InvalidFieldException.requirePresent(type, "type");
      InvalidFieldException.requirePresent(resource, "resource");
      InvalidFieldException.require(
          operations != null && !operations.isEmpty(), "operations", "at least one is expected");
    }

    Acl acl() {
      return new Acl(
          type,
          resource.type(),
          resource.type() == ResourceType.CLUSTER ? CLUSTER_NAME : resource.name(),
          Objects.requireNonNullElse(resource.patternType(), PatternType.LITERAL),
          operations);
    }
  }

  record Target(ResourceType type, @Nullable String name, @Nullable PatternType patternType) {

    Target {
      InvalidFieldException.requirePresent(type, "type");
      InvalidFieldException.require(
          type == ResourceType.CLUSTER || name != null, "name", "is missing");
    }
  }
}
