package dev.perennial.runtime.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.core.beans.BeanIntrospectionReference;
import io.micronaut.core.convert.TypeConverterRegistrar;
import io.micronaut.core.io.service.SoftServiceLoader;
import io.micronaut.core.io.service.SoftServiceLoader.StaticDefinition;
import io.micronaut.core.io.service.SoftServiceLoader.StaticServiceLoader;
import io.micronaut.core.optim.StaticOptimizations;
import io.micronaut.inject.BeanConfiguration;
import io.micronaut.inject.BeanDefinitionReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells Micronaut by name which of its classes to load: those of a checked-in list, and the
 * repositories and rows of each module, which the build lists. Otherwise it lists a directory of
 * every jar and loads all that the jars offer, most of it for HTTP, scheduling and other databases.
 */
final class MicronautClasses {

  private static final String OF_FRAMEWORK = "META-INF/perennial/micronaut-framework.txt";
  private static final String OF_MODULE = "META-INF/perennial/micronaut.txt";

  private static final List<Class<?>> LOADED_BY_NAME =
      List.of(
          BeanDefinitionReference.class,
          BeanIntrospectionReference.class,
          TypeConverterRegistrar.class,
          BeanConfiguration.class,
          ApplicationContextConfigurer.class);

  private MicronautClasses() {}

  /** Must be called once, before Micronaut's first class is loaded. */
  static void loadByName() {
    var lines = lines();
    Map<String, StaticServiceLoader<?>> loaders =
        LOADED_BY_NAME.stream()
            .collect(Collectors.toMap(Class::getName, service -> loader(service.getName(), lines)));
    StaticOptimizations.set(new SoftServiceLoader.Optimizations(loaders));
  }

  /** Each is the name of a service and the name of a class, separated by a slash. */
  private static Set<String> lines() {
    try {
      var loader = MicronautClasses.class.getClassLoader();
      var lines = new LinkedHashSet<String>();
      for (var name : List.of(OF_FRAMEWORK, OF_MODULE)) {
        for (var list : Collections.list(loader.getResources(name))) {
          lines.addAll(read(list));
        }
      }
      return lines;
    } catch (IOException fault) {
      throw new UncheckedIOException("the list of Micronaut's classes cannot be read", fault);
    }
  }

  private static List<String> read(URL list) throws IOException {
    try (var in = list.openStream()) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.startsWith("./") ? line.substring(2) : line)
          .toList();
    }
  }

  private static <S> StaticServiceLoader<S> loader(String service, Set<String> lines) {
    var prefix = service + "/";
    var names =
        lines.stream()
            .filter(line -> line.startsWith(prefix))
            .map(line -> line.substring(prefix.length()))
            .toList();
    return wanted ->
        names.stream()
            .filter(wanted)
            .map(name -> StaticDefinition.<S>of(name, () -> MicronautClasses.<S>create(name)));
  }

  @SuppressWarnings("unchecked")
  private static <S> S create(String name) {
    try {
      return (S) Class.forName(name).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException fault) {
      throw new IllegalStateException(
          name + " is in the list of Micronaut's classes, and cannot be created", fault);
    }
  }
}
