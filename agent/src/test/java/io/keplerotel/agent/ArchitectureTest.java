// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.keplerotel.agent.cli.AgentMain;
import io.keplerotel.agent.linux.fs.OnlineCpus;
import io.keplerotel.agent.model.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** The rules of docs/architecture.md. When one of these fails, the arrow is wrong, not the rule. */
@AnalyzeClasses(
    packages = "io.keplerotel.agent",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.keplerotel.agent.";

  /** In the order that the data takes; each may see itself and those before it. */
  private static final List<String> ORDER =
      List.of(
          "model",
          "thread",
          "config",
          "linux",
          "power",
          "usage",
          "workload",
          "attribution",
          "sampling",
          "status",
          "meter",
          "live",
          "guests",
          "web",
          "export",
          "top",
          "calibrate",
          "doctor",
          "exec",
          "report",
          "app",
          "cli");

  @ArchTest
  static void dataFlowsOneWay(com.tngtech.archunit.core.domain.JavaClasses classes) {
    for (int i = 0; i < ORDER.size() - 1; i++) {
      List<String> later = new ArrayList<>();
      ORDER.subList(i + 1, ORDER.size()).forEach(name -> later.add(ROOT + name + ".."));
      noClasses()
          .that()
          .resideInAPackage(ROOT + ORDER.get(i) + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(later.toArray(String[]::new))
          .check(classes);
    }
  }

  @ArchTest
  static final ArchRule onlyTheRoomsOfLibrariesImportJna =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ROOT + "linux.ipmi..",
              ROOT + "linux.libbpf..",
              ROOT + "linux.nvml..",
              ROOT + "linux.perf..",
              ROOT + "linux.process..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.sun.jna..");

  @ArchTest
  static final ArchRule onlyKubeImportsTheKubernetesClient =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "workload.kube..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8..");

  @ArchTest
  static final ArchRule modelIsValuesOnly =
      classes()
          .that()
          .resideInAPackage(ROOT + "model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "model..", "java.lang..", "java.util..", "java.time..", "org.jspecify..");

  @ArchTest
  static final ArchRule attributionIsPure =
      classes()
          .that()
          .resideInAPackage(ROOT + "attribution..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "attribution..",
              ROOT + "model..",
              "java.lang..",
              "java.math..",
              "java.util..",
              "java.time..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule attributionHasNoClock =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "attribution..")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  @ArchTest
  static final ArchRule metersKnowOnlyTheOpenTelemetryApi =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "meter..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.opentelemetry.sdk..", "io.opentelemetry.exporter..", "io.prometheus..");

  /** What escapes text is for every room. */
  @ArchTest
  static final ArchRule exportersNeverSeeTheModel =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "export..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(ROOT + "model..").and(not(belongToAnyOf(PlainText.class))));

  @ArchTest
  static final ArchRule onlyExportAndTheWiringKnowTheSdk =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "export..", ROOT + "app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry.sdk..", "io.opentelemetry.exporter..");

  /** Each of these has a test that makes its thread throw; whoever else wants one adds another. */
  @ArchTest
  static final ArchRule threadsAreMadeWhereOneThatThrowsIsKnownToGoOn =
      noClasses()
          .that()
          .haveNameNotMatching(
              ".*\\.(Ticker|KubernetesSource|PreferredModel|PolledSource|GuestExport|BusyThreads|Console|Bodies|WebServer|OtlpPush|AgentMain|Examination)")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Executors.class, ThreadFactory.class, Thread.Builder.class, Timer.class)
          .orShould()
          .callConstructor(Thread.class, Runnable.class)
          .orShould()
          .callConstructor(Thread.class, Runnable.class, String.class);

  /** What a tick reads, others find in what it has published. */
  @ArchTest
  static final ArchRule onlyTheTicksThreadCountsCpus =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.(OnlineCpus|SamplingModule|Executing)")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(OnlineCpus.class);

  @ArchTest
  static final ArchRule onlyTheMainClassExits =
      noClasses()
          .that()
          .doNotBelongToAnyOf(AgentMain.class)
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);
}
