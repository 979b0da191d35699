variables {
  in_redpanda_cloud = true
  root_secret       = "of-this-test-only-and-long-enough-to-be-accepted"
  audit_keys = {
    payload_key = "b2YtdGhpcy10ZXN0LW9ubHktYW5kLTMyLWJ5dGVzLi4="
    signing_key = "MC4CAQAwBQYDK2VwBCIEIG9mLXRoaXMtdGVzdC1vbmx5LWFuZC0zMi1ieXRlcy4u"
  }
}

run "every_function_has_one_user_and_one_secret" {
  command = plan

  module {
    source = "./tests/caller"
  }

  assert {
    condition     = length(setsubtract(["task-api", "on-completed-recurrence", "audit-sink", "reminder-dispatch", "reminder-scheduler", "sync-push", "task-insights", "operations", "usage"], output.made.users)) == 0
    error_message = "A function has no user of Kafka."
  }

  assert {
    condition     = contains(output.made.secret_keys["audit-sink"], "payload-key") && !contains(output.made.secret_keys["task-api"], "payload-key")
    error_message = "The keys of the audit trail are not those of audit-sink alone."
  }
}

run "a_function_may_write_its_topics_and_only_operations_reads_some" {
  command = plan

  module {
    source = "./tests/caller"
  }

  assert {
    condition     = alltrue([for one in output.made.permissions : !strcontains(one, " READ ") || startswith(one, "kafka-") || contains(["operations READ TOPIC task-events", "operations READ TOPIC task-reminders"], one)])
    error_message = "A function may read a topic."
  }

  assert {
    condition     = contains(output.made.permissions, "task-api WRITE TOPIC task-events") && !contains(output.made.permissions, "task-api WRITE TOPIC dead-letters")
    error_message = "task-api may not write to its topic, or to another one."
  }

  assert {
    condition     = alltrue([for one in output.made.permissions : can(regex("^[a-z-]+ [A-Z_]+ (TOPIC|GROUP|CLUSTER) [a-z-]+$", one))])
    error_message = "A permission has not the form that Redpanda's cloud expects."
  }
}

run "where_an_operator_makes_users_none_are_made_here" {
  command = plan

  module {
    source = "./tests/caller"
  }

  variables {
    in_redpanda_cloud         = false
    infrastructure_namespaces = { redpanda = "redpanda", postgres = "postgres" }
  }

  assert {
    condition     = length(output.made.users) + length(output.made.permissions) == 0
    error_message = "Users are made in Redpanda's cloud."
  }

  assert {
    condition     = output.made.superusers == "redpanda-superusers" && output.made.owner_secrets["postgres"] == "database-owner"
    error_message = "The operators do not get the Secrets that they need."
  }
}
