package dev.perennial.local.manifest;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

record RoleBindingResource(Metadata metadata, RoleRef roleRef, List<Subject> subjects)
    implements Resource {

  private static final String GROUP = "rbac.authorization.k8s.io";

  RoleBindingResource {
    InvalidFieldException.requirePresent(metadata, "metadata");
    InvalidFieldException.requirePresent(roleRef, "roleRef");
    InvalidFieldException.requirePresent(subjects, "subjects");
  }

  @Override
  public String name() {
    return metadata.name();
  }

  RoleBinding link(DeclaredResources declared) {
    return new RoleBinding(
        name(),
        IntStream.range(0, subjects.size())
            .mapToObj(index -> subjects.get(index).link(declared, "subjects[" + index + "]"))
            .toList(),
        declared
            .require(Kind.ROLE, RoleResource.class, roleRef.name(), "roleRef.name")
            .permissions());
  }

  record RoleRef(String apiGroup, String kind, String name) {

    RoleRef {
      InvalidFieldException.requirePresent(name, "name");
      InvalidFieldException.require(GROUP.equals(apiGroup), "apiGroup", GROUP + " is expected");
      InvalidFieldException.require(
          "Role".equals(kind), "kind", kind + ": " + InvalidFieldException.NOT_IMPLEMENTED);
    }
  }

  record Subject(String kind, String name, @Nullable String namespace) {

    Subject {
      InvalidFieldException.requirePresent(name, "name");
      InvalidFieldException.require(
          "ServiceAccount".equals(kind),
          "kind",
          kind + ": " + InvalidFieldException.NOT_IMPLEMENTED);
    }

    String link(DeclaredResources declared, String path) {
      InvalidFieldException.require(
          declared.namespace().equals(namespace),
          path + ".namespace",
          namespace + " is not the namespace of all");
      declared.require(Kind.SERVICE_ACCOUNT, name, path + ".name");
      return name;
    }
  }
}
