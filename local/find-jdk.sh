# find_jdk prints the home of a JDK of the version $wanted or newer, nothing if there is none.

# The major version of a JDK, from the file that each carries, which is quicker than asking its java.
version() {
  [ -x "$1/bin/java" ] && [ -f "$1/release" ] &&
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
  for jdk in "${JAVA_HOME:-}" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/*; do
    found=$(version "$jdk" || true)
    if [ "${found:-0}" -ge "$wanted" ]; then
      echo "$jdk"
      return
    fi
  done
}
