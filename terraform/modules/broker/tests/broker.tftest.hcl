run "topics_are_those_of_the_yaml" {
  command = plan

  variables {
    kind   = "serverless"
    region = "eu-central-1"
  }

  assert {
    condition     = output.topics == tolist(["audit-checkpoints", "budget-checks", "dead-letters", "redrives", "task-events", "task-reminders", "usage-records"])
    error_message = "The topics are not those of eventing/topics.yaml."
  }

  assert {
    condition     = redpanda_topic.this["task-events"].partition_count == 8 && redpanda_topic.this["task-events"].configuration["retention.ms"] == "604800000"
    error_message = "task-events has not the partitions or the retention of eventing/topics.yaml."
  }
}

run "in_a_cluster_the_operator_makes_the_topics" {
  command = plan

  variables {
    kind       = "in-cluster"
    in_cluster = { superusers = "redpanda-superusers", operator = "operator 26.2.2" }
  }

  assert {
    condition     = length(redpanda_topic.this) == 0 && length(redpanda_cluster.this) == 0
    error_message = "Something is made in Redpanda's cloud."
  }

  assert {
    condition     = output.KAFKA_BOOTSTRAP_SERVERS == "redpanda.redpanda.svc.cluster.local:9093"
    error_message = "The address is not that of knative/configuration.yaml."
  }
}

run "a_broker_of_another_kind_is_refused" {
  command = plan

  variables {
    kind = "self-made"
  }

  expect_failures = [var.kind]
}

run "two_zones_are_refused" {
  command = plan

  variables {
    kind   = "dedicated"
    region = "eu-central-1"
    zones  = ["euc1-az1", "euc1-az2"]
  }

  expect_failures = [var.zones]
}

run "a_network_that_is_too_small_is_refused" {
  command = plan

  variables {
    kind         = "dedicated"
    region       = "eu-central-1"
    zones        = ["euc1-az1"]
    network_cidr = "10.41.0.0/24"
  }

  expect_failures = [var.network_cidr]
}
