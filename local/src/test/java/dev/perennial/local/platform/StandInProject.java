package dev.perennial.local.platform;

import dev.perennial.local.serving.StandIn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A project with one function: its YAML and its jar. */
record StandInProject(Path root) {

  static StandInProject in(Path root) throws IOException {
    var project = new StandInProject(root);
    project.write(
        "knative/kustomization.yaml",
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        namespace: perennial
        resources:
          - stand-in.yaml
          - rbac.yaml
          - gateway.yaml
        """);
    project.write(
        "knative/rbac.yaml",
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: stand-in
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata:
          name: stand-in
        rules:
          - apiGroups: [sources.knative.dev]
            resources: [pingsources]
            resourceNames: [alarm]
            verbs: [get, patch]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata:
          name: stand-in
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: Role
          name: stand-in
        subjects:
          - kind: ServiceAccount
            name: stand-in
            namespace: perennial
        """);
    project.write(
        "eventing/alarm.yaml",
        """
        apiVersion: sources.knative.dev/v1
        kind: PingSource
        metadata:
          name: alarm
        spec:
          schedule: "0 0 1 1 *"
          sink:
            ref:
              apiVersion: serving.knative.dev/v1
              kind: Service
              name: stand-in
        """);
    project.write(
        "knative/stand-in.yaml",
        """
        apiVersion: serving.knative.dev/v1
        kind: Service
        metadata:
          name: stand-in
          labels:
            networking.knative.dev/visibility: cluster-local
        spec:
          template:
            spec:
              serviceAccountName: stand-in
              volumes:
                - name: secrets
                  secret:
                    secretName: reminder-dispatch
              containers:
                - image: perennial/stand-in
                  envFrom:
                    - configMapRef:
                        name: perennial
                  env:
                    - name: FIREBASE_CREDENTIALS_FILE
                      value: /secrets/firebase-credentials.json
                  volumeMounts:
                    - name: secrets
                      mountPath: /secrets
                  readinessProbe:
                    httpGet:
                      path: /health/ready
        """);
    project.write(
        "knative/gateway.yaml",
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata:
          name: perennial
        spec:
          parentRefs:
            - name: perennial
              namespace: gateway
          rules:
            - matches:
                - path:
                    type: PathPrefix
                    value: /v1
              filters:
                - type: URLRewrite
                  urlRewrite:
                    hostname: stand-in.perennial.svc.cluster.local
              backendRefs:
                - name: kourier-internal
                  namespace: kourier-system
                  port: 80
        """);
    project.write(
        "eventing/kustomization.yaml",
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        namespace: perennial
        resources:
          - alarm.yaml
        """);
    project.write("functions/jvm.options", "-XX:+UseSerialGC\n-XX:TieredStopAtLevel=1\n");
    Files.createDirectories(root.resolve("functions/stand-in/target/lib"));
    project.jar(root.resolve("functions/stand-in/target/stand-in.jar"));
    return project;
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void jar(Path file) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StandIn.class.getName());
    String entry = StandIn.class.getName().replace('.', '/') + ".class";
    try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest);
        InputStream bytes = StandIn.class.getClassLoader().getResourceAsStream(entry)) {
      jar.putNextEntry(new JarEntry(entry));
      bytes.transferTo(jar);
    }
  }
}
