package dev.perennial.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private static final Pattern DROPPED = Pattern.compile("\\bDROP\\s+TABLE\\s+(\\w+\\.\\w+)");
  private static final Pattern MOVED =
      Pattern.compile("\\bALTER\\s+TABLE\\s+(\\w+)\\.(\\w+)\\s+SET\\s+SCHEMA\\s+(\\w+)");

  private record Grant(
      SortedSet<String> privileges, SortedSet<String> tables, SortedSet<String> roles) {

    Grant without(Set<String> dropped) {
      var left = new TreeSet<>(tables);
      left.removeAll(dropped);
      return new Grant(privileges, left, roles);
    }

    Grant knowing(Map<String, String> newNames) {
      return new Grant(
          privileges,
          tables.stream()
              .map(table -> newNames.getOrDefault(table, table))
              .collect(Collectors.toCollection(TreeSet::new)),
          roles);
    }
  }

  /**
   * Reads grants on tables and columns, and passes over those on schemas, functions and databases.
   *
   * @throws IllegalArgumentException for any other, which would be overlooked
   */
  static Grants in(String sql) {
    var statements = sql.replaceAll("--.*", "");
    var dropped =
        DROPPED
            .matcher(statements)
            .results()
            .map(drop -> drop.group(1))
            .collect(Collectors.toSet());
    var moved =
        MOVED
            .matcher(statements)
            .results()
            .collect(
                Collectors.toMap(
                    move -> move.group(1) + "." + move.group(2),
                    move -> move.group(3) + "." + move.group(2)));
    return new Grants(
        STATEMENT
            .matcher(statements)
            .results()
            .filter(
                statement -> !statement.group(3).matches("(?s)(SCHEMA|FUNCTIONS?|DATABASE)\\b.*"))
            .map(Grants::grant)
            .map(grant -> grant.knowing(moved).without(dropped))
            .toList());
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
