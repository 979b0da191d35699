package dev.perennial.database;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The passwords with which the functions log in, as a cluster mounts them from Secrets.
 *
 * @param passwords by role
 */
record Logins(SortedMap<String, String> passwords) {

  /**
   * Reads one file for each role: its name is the role, its content the password. A line break at
   * the end is not part of it. What starts with two dots is Kubernetes' own and is left out.
   *
   * @throws IllegalArgumentException if there is no such directory, it has no file, or a file is
   *     empty
   */
  static Logins in(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IllegalArgumentException("DATABASE_LOGINS: there is no directory " + directory);
    }
    SortedMap<String, String> passwords = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String role = file.getFileName().toString();
        if (!role.startsWith("..")) {
          passwords.put(role, password(file));
        }
      }
    }
    if (passwords.isEmpty()) {
      throw new IllegalArgumentException("DATABASE_LOGINS: there is no file in " + directory);
    }
    return new Logins(passwords);
  }

  private static String password(Path file) throws IOException {
    String password = Files.readString(file).replaceFirst("\\R$", "");
    if (password.isBlank()) {
      throw new IllegalArgumentException("DATABASE_LOGINS: " + file + " is empty");
    }
    return password;
  }

  /** May be repeated: a changed password replaces the former one. Open connections stay open. */
  void allow(Migrator migrator) throws SQLException {
    for (var login : passwords.entrySet()) {
      migrator.allowLogin(login.getKey(), login.getValue());
    }
  }

  @Override
  public String toString() {
    return "Logins" + passwords.keySet();
  }
}
