// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.calibration.Fingerprint;
import io.keplerotel.agent.power.estimated.calibration.OwnMachine;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kepler's model server for weights, as Kepler 0.7 does, and keeps its last answer for a week.
 * {@link #tend} belongs to one thread, which may wait for the server; the rest to any.
 */
public final class ModelServer {
  /** For a whole answer, however slowly it drips. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long REFRESH_NS = Duration.ofHours(1).toNanos();
  private static final long KEEP_NS = Duration.ofDays(7).toNanos();
  private static final long FIRST_BACK_OFF_NS = Duration.ofMinutes(1).toNanos();
  private static final int MOST_WORDS = 160;
  private static final int OK = 200;
  private static final int SERVER_ERROR = 500;
  private static final String MACHINE_SPEC = "machine_spec";
  private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

  /** In the order in which they are asked: the first that answers gives the model its name. */
  private static final List<Question> QUESTIONS =
      List.of(
          new Question("rapl-sysfs", List.of(Trainer.LOGARITHMIC, Trainer.LOGISTIC, Trainer.SGD)),
          new Question("acpi", List.of(Trainer.LOGISTIC, Trainer.EXPONENTIAL, Trainer.SGD)));

  private final URI url;
  private final LongSupplier nanoTime;
  private final OkHttpClient client;

  private boolean reachable = true;
  private int attempts;
  private long notBeforeNs;
  private long answeredNs;
  private long backOffNs = FIRST_BACK_OFF_NS;
  private volatile @Nullable OfferedModel answer;
  private volatile @Nullable String fault;

  /**
   * Nothing is asked yet.
   *
   * @param url of the server, with or without a path; without, {@code /model} is asked
   * @param nanoTime a clock that only goes on, ns
   */
  public ModelServer(URI url, LongSupplier nanoTime) {
    this(url, nanoTime, PATIENCE);
  }

  ModelServer(URI url, LongSupplier nanoTime, Duration patience) {
    this.url = url.getPath().isEmpty() || url.getPath().equals("/") ? url.resolve("/model") : url;
    this.nanoTime = nanoTime;
    this.notBeforeNs = nanoTime.getAsLong();
    this.client =
        new OkHttpClient.Builder()
            .callTimeout(patience)
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .build();
  }

  /** What it has said last of this machine; empty where it never has, or too long ago. */
  Optional<OfferedModel> answer() {
    return Optional.ofNullable(answer);
  }

  /** Why it has not answered now, or not with what can be used. */
  Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  /** How often it was asked so far. */
  int attempts() {
    return attempts;
  }

  /** Asks if it is time to. */
  void tend(OwnMachine here) {
    long nowNs = nanoTime.getAsLong();
    if (answer != null && nowNs - answeredNs >= KEEP_NS) {
      answer = null;
    }
    if (nowNs - notBeforeNs < 0) {
      return;
    }
    try {
      answer = ask(here.fingerprint());
      fault = null;
      answeredNs = nowNs;
      backOffNs = FIRST_BACK_OFF_NS;
      notBeforeNs = nowNs + REFRESH_NS;
    } catch (ModelFileException e) {
      fault = e.getMessage();
      notBeforeNs = nowNs + backOffNs;
      backOffNs = Math.min(2 * backOffNs, REFRESH_NS);
    }
  }

  /** Both kinds of model: of the CPU's parts, and of the whole machine. */
  private OfferedModel ask(Fingerprint here) throws ModelFileException {
    attempts++;
    List<OfferedModel> models = new ArrayList<>();
    @Nullable ModelFileException refused = null;
    reachable = true;
    for (Question question : QUESTIONS) {
      for (int i = 0; reachable && i < question.trainers().size(); i++) {
        Trainer trainer = question.trainers().get(i);
        try {
          models.add(ask(question.source(), trainer, here));
          break;
        } catch (ModelFileException e) {
          refused = e;
        }
      }
    }
    if (models.isEmpty()) {
      throw refused == null ? wrong("was not asked") : refused;
    }
    return models.stream().reduce(ModelServer::together).orElseThrow();
  }

  private OfferedModel ask(String source, Trainer trainer, Fingerprint here)
      throws ModelFileException {
    ObjectNode question = question(source, trainer, here);
    Answer answer = post(question);
    if (answer.status() == SERVER_ERROR) {
      // Servers of before 0.7.12 fail at what they do not know.
      question.remove(MACHINE_SPEC);
      answer = post(question);
    }
    if (answer.status() != OK) {
      throw wrong("answers with status " + answer.status());
    }
    JsonAt root = JsonAt.root(name(), answer.body().getBytes(UTF_8));
    if (!KeplerWeights.isIn(root)) {
      throw wrong("answers with no weights (All_Weights) in it");
    }
    return OfferedModel.of(KeplerWeights.read(root, Optional.of(trainer)), here);
  }

  private static OfferedModel together(OfferedModel one, OfferedModel other) {
    Map<Component, Curve> curves = new HashMap<>(other.curves());
    curves.putAll(one.curves());
    List<String> doubts = new ArrayList<>(one.doubts());
    doubts.addAll(other.doubts());
    return new OfferedModel(one.id(), one.evidence(), one.reason(), curves, doubts);
  }

  /**
   * One kind of model.
   *
   * @param source what Kepler has measured it by
   * @param trainers the best first, by the errors that Kepler has published of them
   */
  private record Question(String source, List<Trainer> trainers) {}

  /** An answer, whatever its status. */
  private record Answer(int status, String body) {}

  /** Where there is none, another question would not mend it. */
  private Answer post(ObjectNode question) throws ModelFileException {
    Request request =
        new Request.Builder()
            .url(url.toString())
            .post(RequestBody.create(question.toString().getBytes(UTF_8), JSON))
            .build();
    try (Response response = client.newCall(request).execute();
        InputStream in = response.body().byteStream()) {
      byte[] bytes = in.readNBytes(ModelText.MOST_BYTES + 1);
      if (bytes.length > ModelText.MOST_BYTES) {
        throw wrong("answers with more than 1 MiB, so it is no model");
      }
      return new Answer(response.code(), new String(bytes, UTF_8));
    } catch (IOException e) {
      String words = PlainText.of(String.valueOf(e.getMessage()), MOST_WORDS);
      reachable = false;
      throw wrong("no answer (" + words + ")");
    }
  }

  /** As Kepler 0.7 puts it. */
  private static ObjectNode question(String source, Trainer trainer, Fingerprint here) {
    ObjectNode question = JsonNodeFactory.instance.objectNode();
    question.putArray("metrics").add("bpf_cpu_time_ms").add("bpf_page_cache_hit");
    question.put("output_type", "AbsPower");
    question.put("source", source);
    question.put("node_type", -1);
    question.put("weight", true);
    question.put("trainer_name", trainer.kepler());
    question.put("filter", "");
    ObjectNode spec = question.putObject(MACHINE_SPEC);
    spec.put(
        "processor",
        Fingerprint.plain(here.cpu()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_"));
    spec.put("cores", here.threads());
    spec.put("chips", here.sockets());
    spec.put("memory", Math.round(here.memoryGib()));
    return question;
  }

  private ModelFileException wrong(String what) {
    return new ModelFileException(name(), "", what);
  }

  /** Its URL without what may be secret. */
  private String name() {
    return "power.estimated.model-server "
        + url.getScheme()
        + "://"
        + url.getHost()
        + (url.getPort() < 0 ? "" : ":" + url.getPort())
        + url.getPath();
  }
}
