variables {
  certificate_email = "operations@example.org"
}

run "operators_are_installed_where_they_are_needed" {
  command = plan

  assert {
    condition     = length(helm_release.redpanda_operator) + length(helm_release.postgres_operator) == 0
    error_message = "An operator is installed that nobody asked for."
  }

  assert {
    condition     = contains([for one in helm_release.knative.set : "${one.name}=${one.value}"], "serving.version=1.23.0")
    error_message = "Knative Serving has another version than the one that the YAML is checked against."
  }
}

run "both_operators" {
  command = plan

  variables {
    in_cluster_broker   = true
    in_cluster_database = true
  }

  assert {
    condition     = helm_release.redpanda_operator[0].namespace == "redpanda" && helm_release.postgres_operator[0].namespace == "cnpg-system"
    error_message = "An operator is missing."
  }
}

run "a_range_of_versions_is_refused" {
  command = plan

  variables {
    versions = { cert_manager = ">= 1.0" }
  }

  expect_failures = [var.versions]
}

run "an_idle_time_that_knative_refuses_is_refused" {
  command = plan

  variables {
    idle = "2s"
  }

  expect_failures = [var.idle]
}
