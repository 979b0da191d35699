/** A function: its parts, its deliveries of CloudEvents by spring-cloud-function-web, its stop. */
@NullMarked
package dev.perennial.runtime.web;

import org.jspecify.annotations.NullMarked;
