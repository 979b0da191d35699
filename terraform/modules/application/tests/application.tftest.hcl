variables {
  DATABASE_URL            = "jdbc:postgresql://database.example.org:5432/perennial"
  KAFKA_BOOTSTRAP_SERVERS = "one.example.org:9092,two.example.org:9092"
  issuer                  = { url = "https://issuer.example.org", jwks_uri = "https://issuer.example.org/jwks" }
  public_url              = "https://perennial.example.org"
}

run "the_namespace_refuses_pods_that_may_do_too_much" {
  command = plan

  assert {
    condition     = kubernetes_namespace_v1.this.metadata[0].labels["pod-security.kubernetes.io/enforce"] == "restricted"
    error_message = "The namespace does not enforce the restricted profile."
  }
}

run "a_configuration_is_a_file_of_variables" {
  command = plan

  assert {
    condition     = startswith(output.configuration_env, "DATABASE_URL=jdbc:postgresql://database.example.org:5432/perennial\n")
    error_message = "The configuration is not made of lines NAME=value."
  }

  assert {
    condition     = output.configuration.OIDC_AUDIENCE == "perennial"
    error_message = "The audience has no default."
  }
}

run "an_issuer_without_tls_is_refused" {
  command = plan

  variables {
    issuer = { url = "http://issuer.example.org", jwks_uri = "https://issuer.example.org/jwks" }
  }

  expect_failures = [var.issuer]
}

run "addresses_that_are_none_are_refused" {
  command = plan

  variables {
    DATABASE_URL            = "postgresql://database.example.org"
    KAFKA_BOOTSTRAP_SERVERS = "one.example.org"
    public_url              = "https://perennial.example.org/api"
  }

  expect_failures = [var.DATABASE_URL, var.KAFKA_BOOTSTRAP_SERVERS, var.public_url]
}
