package dev.perennial.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class MergePatchTest {

  // The cases of RFC 7396, appendix A, that patch an object with an object; a null stays for a
  // field taken away.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':'b'}       | {'a':'c'}             | {'a':'c'}",
        "{'a':'b'}       | {'b':'c'}             | {'a':'b','b':'c'}",
        "{'a':'b'}       | {'a':null}            | {'a':null}",
        "{'a':'b','b':1} | {'a':null}            | {'a':null,'b':1}",
        "{'a':['b']}     | {'a':'c'}             | {'a':'c'}",
        "{'a':'c'}       | {'a':['b']}           | {'a':['b']}",
        "{'a':{'b':'c'}} | {'a':{'b':'d','c':null}} | {'a':{'b':'d','c':null}}",
        "{'a':[{'b':'c'}]} | {'a':[1]}           | {'a':[1]}",
        "{'e':null}      | {'a':1}               | {'e':null,'a':1}",
        "{}              | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{'ccc':null}}}",
      },
      quoteCharacter = '"')
  void applies_the_patch_to_the_target(String target, String patch, String expected) {
    var json = object(target);

    MergePatch.apply(object(patch), json);

    assertThat(json).isEqualTo(object(expected));
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) EventJson.MAPPER.readTree(json.replace('\'', '"'));
  }
}
