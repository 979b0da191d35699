@NullMarked
package dev.perennial.cluster.yaml;

import org.jspecify.annotations.NullMarked;
