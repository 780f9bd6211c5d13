// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineScopeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/machine.slice/machine-qemu\\x2d3\\x2ddb\\x2d1.scope/libvirt/vcpu0|/machine.slice/machine-qemu\\x2d3\\x2ddb\\x2d1.scope|db-1|kvm",
        "/machine.slice/machine-qemu\\x2d12\\x2dweb.scope|/machine.slice/machine-qemu\\x2d12\\x2dweb.scope|web|kvm",
        "/machine.slice/machine-qemu\\x2dold.scope/emulator|/machine.slice/machine-qemu\\x2dold.scope|old|kvm",
        "/machine.slice/machine-qemu\\x2d1\\x2dk\\xc3\\xbcche.scope|/machine.slice/machine-qemu\\x2d1\\x2dk\\xc3\\xbcche.scope|küche|kvm",
        "/machine.slice/machine-qemu\\x2d1\\x2d\\xff\\x2f.scope|/machine.slice/machine-qemu\\x2d1\\x2d\\xff\\x2f.scope|\\xff/|kvm",
        "/machine.slice/machine-ch\\x2d2\\x2dfast.scope|/machine.slice/machine-ch\\x2d2\\x2dfast.scope|fast|cloud-hypervisor",
        "/machine/qemu-1-web.libvirt-qemu/vcpu1|/machine/qemu-1-web.libvirt-qemu|web|kvm",
        "/qemu.slice/100.scope|/qemu.slice/100.scope|100|kvm",
      })
  void itIsFoundByItsPath(String path, String scope, String name, String hypervisor) {
    assertThat(CgroupPath.machine(path)).hasValue(new MachineScope(scope, name, hypervisor));
    assertThat(CgroupPath.container(path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/machine.slice/machine-web.scope",
        "/machine.slice/machine-chat.scope",
        "/machine.slice",
        "/user.slice/machine-qemu\\x2d1\\x2dmine.scope",
        "/system.slice/100.scope",
      })
  void otherScopesAreNone(String path) {
    assertThat(CgroupPath.machine(path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docker/0a1b2c3d4e5f60710a1b2c3d4e5f60710a1b2c3d4e5f60710a1b2c3d4e5f6071/machine.slice/machine-qemu\\x2d1\\x2din.scope",
        "/kubepods.slice/kubepods-pod275ecb36_5aa8_4c2a_9c47_d8bb681b9aff.slice/cri-containerd-0a1b2c3d4e5f60710a1b2c3d4e5f60710a1b2c3d4e5f60710a1b2c3d4e5f6071.scope/machine/qemu-1-kubevirt.libvirt-qemu"
      })
  void whatIsInAContainerStaysItsPart(String path) {
    Cgroup cgroup = Cgroup.of(Hierarchy.UNIFIED, 1, path);

    assertThat(cgroup.container()).isPresent();
    assertThat(cgroup.machine()).isEqualTo(Optional.empty());
  }
}
