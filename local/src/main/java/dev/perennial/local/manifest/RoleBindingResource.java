package dev.perennial.local.manifest;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

record RoleBindingResource(Metadata metadata, RoleRef roleRef, List<Subject> subjects)
    implements Resource {

  private static final String GROUP = "rbac.authorization.k8s.io";

  RoleBindingResource {
    Refusal.ifMissing(metadata, "metadata");
    Refusal.ifMissing(roleRef, "roleRef");
    Refusal.ifMissing(subjects, "subjects");
  }

  @Override
  public String name() {
    return metadata.name();
  }

  RoleBinding link(Declared declared) {
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
      Refusal.ifMissing(name, "name");
      Refusal.unless(GROUP.equals(apiGroup), "apiGroup", GROUP + " is expected");
      Refusal.unless("Role".equals(kind), "kind", kind + ": " + Refusal.NOT_IMPLEMENTED);
    }
  }

  record Subject(String kind, String name, @Nullable String namespace) {

    Subject {
      Refusal.ifMissing(name, "name");
      Refusal.unless("ServiceAccount".equals(kind), "kind", kind + ": " + Refusal.NOT_IMPLEMENTED);
    }

    String link(Declared declared, String path) {
      Refusal.unless(
          declared.namespace().equals(namespace),
          path + ".namespace",
          namespace + " is not the namespace of all");
      declared.require(Kind.SERVICE_ACCOUNT, name, path + ".name");
      return name;
    }
  }
}
