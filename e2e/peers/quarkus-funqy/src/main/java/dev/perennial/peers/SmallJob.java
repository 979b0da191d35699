package dev.perennial.peers;

import io.quarkus.funqy.Context;
import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.quarkus.funqy.knative.events.CloudEventMapping;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** Enters the event in the ledger and inserts its effect, in one transaction. */
public class SmallJob {

  @Inject DataSource database;

  @Funq
  @CloudEventMapping(trigger = "dev.perennial.bench.v1")
  @Transactional
  @Blocking
  public void handle(Map<String, Object> data, @Context CloudEvent<?> event) throws SQLException {
    try (var connection = database.getConnection();
        var ledger =
            connection.prepareStatement(
                "INSERT INTO bench.ledger (id) VALUES (?) ON CONFLICT DO NOTHING");
        var effect = connection.prepareStatement("INSERT INTO bench.effects (data) VALUES (?)")) {
      ledger.setString(1, event.id());
      if (ledger.executeUpdate() == 1) {
        effect.setString(1, String.valueOf(data.get("data")));
        effect.executeUpdate();
      }
    }
  }
}
