variables {
  owner_password = "of-this-test-only"
  vpc_id         = "vpc-0"
  subnet_ids     = ["subnet-a", "subnet-b"]
}

run "a_managed_server_accepts_tls_only_and_cannot_be_lost_by_mistake" {
  command = plan

  variables {
    kind = "managed"
  }

  assert {
    condition     = contains([for one in aws_db_parameter_group.this[0].parameter : "${one.name}=${one.value}"], "rds.force_ssl=1")
    error_message = "Connections without TLS are accepted."
  }

  assert {
    condition     = aws_db_instance.this[0].storage_encrypted && aws_db_instance.this[0].deletion_protection && !aws_db_instance.this[0].publicly_accessible && !aws_db_instance.this[0].skip_final_snapshot
    error_message = "The server is not encrypted, not protected, public, or deleted without a snapshot."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.nodes[0].cidr_ipv4 == "10.40.0.0/16" && aws_vpc_security_group_ingress_rule.nodes[0].from_port == 5432
    error_message = "Others than the nodes of the cluster reach the server."
  }
}

run "a_serverless_server_pauses" {
  command = plan

  variables {
    kind = "serverless"
  }

  assert {
    condition     = aws_rds_cluster.this[0].serverlessv2_scaling_configuration[0].min_capacity == 0
    error_message = "The server is never paused, and costs as much at idle."
  }
}

run "in_a_cluster_nothing_is_made_at_amazon" {
  command = plan

  variables {
    kind       = "in-cluster"
    in_cluster = { owner = "database-owner", operator = "cloudnative-pg 0.26.0" }
  }

  assert {
    condition     = length(aws_db_instance.this) + length(aws_rds_cluster.this) + length(aws_security_group.this) == 0
    error_message = "Something is made at Amazon."
  }

  assert {
    condition     = output.DATABASE_URL == "jdbc:postgresql://perennial-rw.postgres.svc.cluster.local:5432/perennial"
    error_message = "The address is not that of knative/configuration.yaml."
  }
}

run "the_whole_internet_is_refused" {
  command = plan

  variables {
    kind       = "managed"
    nodes_cidr = "0.0.0.0/0"
  }

  expect_failures = [var.nodes_cidr]
}

run "one_subnet_is_refused" {
  command = plan

  variables {
    kind       = "managed"
    subnet_ids = ["subnet-a"]
  }

  expect_failures = [var.subnet_ids]
}

run "fewer_connections_than_the_functions_need_are_refused" {
  command = plan

  variables {
    kind        = "managed"
    connections = 50
  }

  expect_failures = [var.connections]
}
