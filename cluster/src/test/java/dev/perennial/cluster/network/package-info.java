@NullMarked
package dev.perennial.cluster.network;

import org.jspecify.annotations.NullMarked;
