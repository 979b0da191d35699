package dev.perennial.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the migrations' GRANTs allow to whom. */
record Grants(List<Grant> grants) {

  private static final Pattern STATEMENT =
      Pattern.compile(
          "\\b(GRANT|REVOKE)\\s+(.+?)\\s+ON\\s+(.+?)\\s+(?:TO|FROM)\\s+(.+?);", Pattern.DOTALL);
  private static final Pattern TABLES =
      Pattern.compile("(?:TABLE\\s+)?(\\w+\\.\\w+(?:\\s*,\\s*\\w+\\.\\w+)*)");

  private static final Pattern DROPPED = Pattern.compile("\\bDROP\\s+TABLE\\s+(\\w+\\.\\w+)\\s*;");

  private record Grant(
      SortedSet<String> privileges, SortedSet<String> tables, SortedSet<String> roles) {}

  /**
   * Reads grants on tables and columns, and passes over those on schemas and on tables that were
   * dropped later.
   *
   * @throws IllegalArgumentException for any other, which would be overlooked
   */
  static Grants in(String sql) {
    String statements = sql.replaceAll("--.*", "");
    List<Grant> grants =
        STATEMENT
            .matcher(statements)
            .results()
            .filter(statement -> !statement.group(3).startsWith("SCHEMA "))
            .map(Grants::grant)
            .toList();
    DROPPED
        .matcher(statements)
        .results()
        .forEach(dropped -> grants.forEach(grant -> grant.tables().remove(dropped.group(1))));
    return new Grants(grants);
  }

  SortedSet<String> tables(String role, String... privileges) {
    return grants.stream()
        .filter(grant -> grant.roles().contains(role))
        .filter(grant -> Arrays.stream(privileges).anyMatch(grant.privileges()::contains))
        .flatMap(grant -> grant.tables().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Grant grant(MatchResult statement) {
    var tables = TABLES.matcher(statement.group(3));
    if (statement.group(1).equals("REVOKE") || !tables.matches()) {
      throw new IllegalArgumentException("cannot read: " + statement.group());
    }
    return new Grant(
        list(statement.group(2).replaceAll("\\(.*?\\)", "")),
        list(tables.group(1)),
        list(statement.group(4).replace("\"", "")));
  }

  private static SortedSet<String> list(String commaSeparated) {
    return Arrays.stream(commaSeparated.split(","))
        .map(String::strip)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
