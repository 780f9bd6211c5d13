/* SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors */
/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A libnvidia-ml.so.1 that says what a file beside it says, read again at each
 * call: one "key value" a line. Compiled against NVIDIA's own nvml.h where that
 * is to be had, so that a signature or structure that differs does not build.
 * With -DOLD, without the functions that old drivers lack.
 */
#define _GNU_SOURCE
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "nvml.h"

#define MOST_CARDS 16
#define MOST_INSTANCES 8
#define LINE 65536

struct nvmlDevice_st {
	int card;
	int instance;
};

static struct nvmlDevice_st cards[MOST_CARDS];
static struct nvmlDevice_st instances[MOST_CARDS][MOST_INSTANCES];

/* The value of a key into line, or NULL. */
static char *value(const char *key, char *line)
{
	char path[4096];
	Dl_info self;
	FILE *script;
	size_t length = strlen(key);

	if (!dladdr((void *)value, &self))
		return NULL;
	snprintf(path, sizeof(path), "%s.script", self.dli_fname);
	script = fopen(path, "r");
	if (!script)
		return NULL;
	while (fgets(line, LINE, script)) {
		if (strncmp(line, key, length) == 0 && line[length] == ' ') {
			line[strcspn(line, "\n")] = 0;
			fclose(script);
			return line + length + 1;
		}
	}
	fclose(script);
	return NULL;
}

static long long number(const char *key, long long otherwise)
{
	char line[LINE];
	char *text = value(key, line);

	return text ? strtoll(text, NULL, 10) : otherwise;
}

/* The value of a card's or instance's own key into line, or NULL. */
static char *own(nvmlDevice_t device, const char *key, char *line)
{
	char name[256];

	if (device->instance < 0)
		snprintf(name, sizeof(name), "card.%d.%s", device->card, key);
	else
		snprintf(name, sizeof(name), "card.%d.mig.%d.%s", device->card, device->instance, key);
	return value(name, line);
}

static long long own_number(nvmlDevice_t device, const char *key, long long otherwise)
{
	char line[LINE];
	char *text = own(device, key, line);

	return text ? strtoll(text, NULL, 10) : otherwise;
}

/* Waits while the call is to hang; then what it is to return. */
static nvmlReturn_t begin(const char *call, nvmlDevice_t device)
{
	char key[256];
	long long code;

	snprintf(key, sizeof(key), "hang.%s", call);
	while (number(key, 0))
		usleep(1000);
	snprintf(key, sizeof(key), "error.%s", call);
	code = number(key, 0);
	if (device && code == 0)
		code = own_number(device, key, 0);
	if (device && code == 0)
		code = own_number(device, "error", 0);
	return (nvmlReturn_t)code;
}

static nvmlReturn_t text(nvmlDevice_t device, const char *key, char *out, unsigned int length)
{
	char line[LINE];
	char *found = own(device, key, line);

	if (!found)
		return NVML_ERROR_NOT_SUPPORTED;
	if (strlen(found) >= length)
		return NVML_ERROR_INSUFFICIENT_SIZE;
	strcpy(out, found);
	return NVML_SUCCESS;
}

#define BEGIN(device)                                                                              \
	do {                                                                                       \
		nvmlReturn_t code = begin(__func__, device);                                       \
		if (code != NVML_SUCCESS)                                                          \
			return code;                                                               \
	} while (0)

static nvmlReturn_t start(void)
{
	for (int card = 0; card < MOST_CARDS; card++) {
		cards[card] = (struct nvmlDevice_st){card, -1};
		for (int i = 0; i < MOST_INSTANCES; i++)
			instances[card][i] = (struct nvmlDevice_st){card, i};
	}
	return NVML_SUCCESS;
}

static nvmlReturn_t handle(unsigned int index, nvmlDevice_t *device)
{
	if (index >= (unsigned int)number("cards", 0))
		return NVML_ERROR_INVALID_ARGUMENT;
	*device = &cards[index];
	return (nvmlReturn_t)own_number(*device, "lost", NVML_SUCCESS);
}

/* Entries "a:b:c" of a list, as many as fit, into out by put; the real rules of length. */
static nvmlReturn_t list(nvmlDevice_t device, const char *key, unsigned int *count, void *entries,
			 void (*put)(void *entries, int i, unsigned long long *fields),
			 unsigned long long since)
{
	char line[LINE];
	char *found = own(device, key, line);
	char *rest = NULL;
	unsigned int room = entries ? *count : 0;
	unsigned int length = 0;
	long long hidden = own_number(device, "hidden", 0);

	if (!found)
		return NVML_ERROR_NOT_SUPPORTED;
	for (char *word = strtok_r(found, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		unsigned long long fields[3] = {0, 0, 0};

		sscanf(word, "%llu:%llu:%llu", &fields[0], &fields[1], &fields[2]);
		if (since && fields[1] <= since)
			continue;
		if (length < room)
			put(entries, (int)length, fields);
		length++;
	}
	/* The list grows between the two calls. */
	*count = entries || length < hidden ? length : length - (unsigned int)hidden;
	return length > room ? NVML_ERROR_INSUFFICIENT_SIZE : NVML_SUCCESS;
}

nvmlReturn_t nvmlShutdown(void)
{
	BEGIN(NULL);
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlSystemGetDriverVersion(char *version, unsigned int length)
{
	char line[LINE];
	char *found = value("driver", line);

	BEGIN(NULL);
	snprintf(version, length, "%s", found ? found : "580.159.03");
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetUUID(nvmlDevice_t device, char *uuid, unsigned int length)
{
	BEGIN(device);
	return text(device, "uuid", uuid, length);
}

nvmlReturn_t nvmlDeviceGetName(nvmlDevice_t device, char *name, unsigned int length)
{
	BEGIN(device);
	return text(device, "name", name, length);
}

static nvmlReturn_t pci(nvmlDevice_t device, nvmlPciInfo_t *info)
{
	char line[LINE];
	char *found = own(device, "pci", line);

	if (!found)
		return NVML_ERROR_NOT_SUPPORTED;
	memset(info, 0, sizeof(*info));
	sscanf(found, "%x:%x:%x", &info->domain, &info->bus, &info->device);
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetPowerUsage(nvmlDevice_t device, unsigned int *power)
{
	BEGIN(device);
	long long mw = own_number(device, "power", -1);
	if (mw < 0)
		return NVML_ERROR_NOT_SUPPORTED;
	*power = (unsigned int)mw;
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetUtilizationRates(nvmlDevice_t device, nvmlUtilization_t *utilization)
{
	BEGIN(device);
	long long busy = own_number(device, "busy", -1);
	if (busy < 0)
		return NVML_ERROR_NOT_SUPPORTED;
	utilization->gpu = (unsigned int)busy;
	utilization->memory = 0;
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetMemoryInfo(nvmlDevice_t device, nvmlMemory_t *memory)
{
	BEGIN(device);
	memory->total = (unsigned long long)own_number(device, "memory", 0);
	memory->used = (unsigned long long)own_number(device, "memory.used", 0);
	memory->free = memory->total - memory->used;
	return NVML_SUCCESS;
}

#ifdef OLD

static void put_v1(void *entries, int i, unsigned long long *fields)
{
	nvmlProcessInfo_v1_t *info = (nvmlProcessInfo_v1_t *)entries + i;

	info->pid = (unsigned int)fields[0];
	info->usedGpuMemory = fields[1];
}

nvmlReturn_t nvmlInit(void)
{
	BEGIN(NULL);
	return start();
}

nvmlReturn_t nvmlDeviceGetCount(unsigned int *count)
{
	BEGIN(NULL);
	*count = (unsigned int)number("cards", 0);
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetHandleByIndex(unsigned int index, nvmlDevice_t *device)
{
	BEGIN(NULL);
	return handle(index, device);
}

nvmlReturn_t nvmlDeviceGetPciInfo_v2(nvmlDevice_t device, nvmlPciInfo_t *info)
{
	BEGIN(device);
	return pci(device, info);
}

nvmlReturn_t nvmlDeviceGetComputeRunningProcesses(nvmlDevice_t device, unsigned int *count,
						  nvmlProcessInfo_v1_t *infos)
{
	BEGIN(device);
	return list(device, "running", count, infos, put_v1, 0);
}

#else

static void put(void *entries, int i, unsigned long long *fields)
{
	nvmlProcessInfo_t *info = (nvmlProcessInfo_t *)entries + i;

	info->pid = (unsigned int)fields[0];
	info->usedGpuMemory = fields[1];
	info->gpuInstanceId = 0xffffffff;
	info->computeInstanceId = 0xffffffff;
}

static void put_sample(void *entries, int i, unsigned long long *fields)
{
	nvmlProcessUtilizationSample_t *sample = (nvmlProcessUtilizationSample_t *)entries + i;

	sample->pid = (unsigned int)fields[0];
	sample->timeStamp = fields[1];
	sample->smUtil = (unsigned int)fields[2];
}

nvmlReturn_t nvmlInit_v2(void)
{
	BEGIN(NULL);
	return start();
}

nvmlReturn_t nvmlDeviceGetCount_v2(unsigned int *count)
{
	BEGIN(NULL);
	*count = (unsigned int)number("cards", 0);
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetHandleByIndex_v2(unsigned int index, nvmlDevice_t *device)
{
	BEGIN(NULL);
	return handle(index, device);
}

nvmlReturn_t nvmlDeviceGetPciInfo_v3(nvmlDevice_t device, nvmlPciInfo_t *info)
{
	BEGIN(device);
	return pci(device, info);
}

nvmlReturn_t nvmlDeviceGetTotalEnergyConsumption(nvmlDevice_t device, unsigned long long *energy)
{
	BEGIN(device);
	long long mj = own_number(device, "energy", -1);
	if (mj < 0)
		return NVML_ERROR_NOT_SUPPORTED;
	*energy = (unsigned long long)mj;
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetFieldValues(nvmlDevice_t device, int count, nvmlFieldValue_t *values)
{
	BEGIN(device);
	for (int i = 0; i < count; i++) {
		long long mj = own_number(device, "field", -1);

		values[i].nvmlReturn = mj < 0 || values[i].fieldId != NVML_FI_DEV_TOTAL_ENERGY_CONSUMPTION
					       ? NVML_ERROR_NOT_SUPPORTED
					       : NVML_SUCCESS;
		values[i].valueType = NVML_VALUE_TYPE_UNSIGNED_LONG_LONG;
		values[i].value.ullVal = (unsigned long long)mj;
	}
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetProcessUtilization(nvmlDevice_t device,
					     nvmlProcessUtilizationSample_t *samples,
					     unsigned int *count, unsigned long long since)
{
	BEGIN(device);
	nvmlReturn_t code = list(device, "samples", count, samples, put_sample, since);
	return code == NVML_SUCCESS && *count == 0 ? NVML_ERROR_NOT_FOUND : code;
}

nvmlReturn_t nvmlDeviceGetComputeRunningProcesses_v3(nvmlDevice_t device, unsigned int *count,
						     nvmlProcessInfo_t *infos)
{
	BEGIN(device);
	return list(device, "running", count, infos, put, 0);
}

nvmlReturn_t nvmlDeviceGetGraphicsRunningProcesses_v3(nvmlDevice_t device, unsigned int *count,
						      nvmlProcessInfo_t *infos)
{
	BEGIN(device);
	return list(device, "graphics", count, infos, put, 0);
}

nvmlReturn_t nvmlDeviceGetMigMode(nvmlDevice_t device, unsigned int *now, unsigned int *pending)
{
	BEGIN(device);
	long long mode = own_number(device, "mig", -1);
	if (mode < 0)
		return NVML_ERROR_NOT_SUPPORTED;
	*now = (unsigned int)mode;
	*pending = *now;
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetMaxMigDeviceCount(nvmlDevice_t device, unsigned int *count)
{
	BEGIN(device);
	*count = 7;
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetMigDeviceHandleByIndex(nvmlDevice_t device, unsigned int index,
						 nvmlDevice_t *instance)
{
	BEGIN(device);
	*instance = &instances[device->card][index];
	return own_number(*instance, "slices", -1) < 0 ? NVML_ERROR_NOT_FOUND : NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetGpuInstanceId(nvmlDevice_t device, unsigned int *id)
{
	BEGIN(device);
	*id = (unsigned int)own_number(device, "instance", device->instance);
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetAttributes_v2(nvmlDevice_t device, nvmlDeviceAttributes_t *attributes)
{
	BEGIN(device);
	memset(attributes, 0, sizeof(*attributes));
	attributes->computeInstanceSliceCount = (unsigned int)own_number(device, "slices", 0);
	return NVML_SUCCESS;
}

struct nvmlGpmSample_st {
	int card;
	unsigned int instance;
};

nvmlReturn_t nvmlGpmSampleAlloc(nvmlGpmSample_t *sample)
{
	BEGIN(NULL);
	*sample = calloc(1, sizeof(**sample));
	return *sample ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED;
}

nvmlReturn_t nvmlGpmSampleFree(nvmlGpmSample_t sample)
{
	BEGIN(NULL);
	free(sample);
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlGpmMigSampleGet(nvmlDevice_t device, unsigned int instance, nvmlGpmSample_t sample)
{
	BEGIN(device);
	if (own_number(device, "gpm", 0) == 0)
		return NVML_ERROR_NOT_SUPPORTED;
	*sample = (struct nvmlGpmSample_st){device->card, instance};
	return NVML_SUCCESS;
}

nvmlReturn_t nvmlGpmMetricsGet(nvmlGpmMetricsGet_t *get)
{
	char key[64];

	BEGIN(NULL);
	if (get->version != NVML_GPM_METRICS_GET_VERSION || get->sample1 == get->sample2 ||
	    get->sample1->instance != get->sample2->instance)
		return NVML_ERROR_INVALID_ARGUMENT;
	snprintf(key, sizeof(key), "gpm.%u", get->sample1->instance);
	for (unsigned int i = 0; i < get->numMetrics; i++) {
		long long busy = own_number(&cards[get->sample1->card], key, -1);

		get->metrics[i].nvmlReturn =
			busy < 0 || get->metrics[i].metricId != NVML_GPM_METRIC_SM_UTIL
				? NVML_ERROR_NOT_SUPPORTED
				: NVML_SUCCESS;
		get->metrics[i].value = (double)busy;
	}
	return NVML_SUCCESS;
}

#endif

/* What the C compiler makes of the structures that are read field by field. */
long fake_layout(const char *what)
{
	static const struct {
		const char *what;
		size_t at;
	} layout[] = {
		{"PCI_DOMAIN", offsetof(nvmlPciInfo_t, domain)},
		{"PCI_BUS", offsetof(nvmlPciInfo_t, bus)},
		{"PCI_DEVICE", offsetof(nvmlPciInfo_t, device)},
		{"FIELD_ID", offsetof(nvmlFieldValue_t, fieldId)},
		{"FIELD_RETURN", offsetof(nvmlFieldValue_t, nvmlReturn)},
		{"FIELD_VALUE", offsetof(nvmlFieldValue_t, value)},
		{"MEMORY_TOTAL", offsetof(nvmlMemory_t, total)},
		{"MEMORY_USED", offsetof(nvmlMemory_t, used)},
		{"SAMPLE_BYTES", sizeof(nvmlProcessUtilizationSample_t)},
		{"SAMPLE_PID", offsetof(nvmlProcessUtilizationSample_t, pid)},
		{"SAMPLE_TIME", offsetof(nvmlProcessUtilizationSample_t, timeStamp)},
		{"SAMPLE_SM", offsetof(nvmlProcessUtilizationSample_t, smUtil)},
		{"PROCESS_V1_BYTES", sizeof(nvmlProcessInfo_v1_t)},
		{"PROCESS_BYTES", sizeof(nvmlProcessInfo_t)},
		{"PROCESS_PID", offsetof(nvmlProcessInfo_t, pid)},
		{"PROCESS_MEMORY", offsetof(nvmlProcessInfo_t, usedGpuMemory)},
		{"GPM_VERSION", offsetof(nvmlGpmMetricsGet_t, version)},
		{"GPM_COUNT", offsetof(nvmlGpmMetricsGet_t, numMetrics)},
		{"GPM_BEFORE", offsetof(nvmlGpmMetricsGet_t, sample1)},
		{"GPM_NOW", offsetof(nvmlGpmMetricsGet_t, sample2)},
		{"GPM_METRICS", offsetof(nvmlGpmMetricsGet_t, metrics)},
		{"GPM_METRIC_BYTES", sizeof(nvmlGpmMetric_t)},
		{"GPM_METRIC_ID", offsetof(nvmlGpmMetric_t, metricId)},
		{"GPM_METRIC_RETURN", offsetof(nvmlGpmMetric_t, nvmlReturn)},
		{"GPM_METRIC_VALUE", offsetof(nvmlGpmMetric_t, value)},
		{"ATTRIBUTES_COMPUTE_SLICES",
		 offsetof(nvmlDeviceAttributes_t, computeInstanceSliceCount)},
	};

	for (size_t i = 0; i < sizeof(layout) / sizeof(layout[0]); i++)
		if (strcmp(layout[i].what, what) == 0)
			return (long)layout[i].at;
	return -1;
}
