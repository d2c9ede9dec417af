#include "library.h"

#include <atomic>
#ifdef __linux__
#include <dlfcn.h>
#endif

namespace ampbench {
namespace {

std::atomic<bool> exclusiveHeld{false};
std::atomic<bool> driverStuck{false};
bool initialized = false;  // guarded by Exclusive

#ifdef __linux__
void ignoreAlsaMessage(const char*, int, const char*, int, const char*, ...) {}
void ignoreJackMessage(const char*) {}

/** A function of a library that is already in the process because PortAudio links it; it is never loaded for this. */
void* symbolOfLoaded(const char* libraryName, const char* symbolName) {
  void* library = dlopen(libraryName, RTLD_LAZY | RTLD_NOLOAD);
  if (library == nullptr) return nullptr;
  void* symbol = dlsym(library, symbolName);
  dlclose(library);
  return symbol;
}

/**
 * ALSA and JACK write to stderr whatever they could not open while PortAudio looks around: dozens of lines on a healthy
 * machine. Errors that matter come back through PortAudio's codes; PortAudio sets its own handler once JACK answers.
 */
void silenceHostLibraries() {
  using AlsaHandler = void (*)(const char*, int, const char*, int, const char*, ...);
  if (void* symbol = symbolOfLoaded("libasound.so.2", "snd_lib_error_set_handler")) {
    reinterpret_cast<int (*)(AlsaHandler)>(symbol)(ignoreAlsaMessage);
  }
  using JackHandler = void (*)(const char*);
  for (const char* name : {"jack_set_error_function", "jack_set_info_function"}) {
    if (void* symbol = symbolOfLoaded("libjack.so.0", name)) reinterpret_cast<void (*)(JackHandler)>(symbol)(ignoreJackMessage);
  }
}
#else
void silenceHostLibraries() {}
#endif

/** Opens and closes a stream on a device without starting it. */
bool canBeOpened(PaDeviceIndex device) {
  const PaDeviceInfo* info = Pa_GetDeviceInfo(device);
  const bool hasInput = info->maxInputChannels > 0;
  const PaStreamParameters parameters{device, 1, paFloat32, 0, nullptr};
  const auto silent = [](const void*, void*, unsigned long, const PaStreamCallbackTimeInfo*, PaStreamCallbackFlags,
                         void*) -> int { return paAbort; };
  PaStream* stream = nullptr;
  if (Pa_OpenStream(&stream, hasInput ? &parameters : nullptr, hasInput ? nullptr : &parameters,
                    info->defaultSampleRate, paFramesPerBufferUnspecified, paNoFlag, silent, nullptr) != paNoError) {
    return false;
  }
  Pa_CloseStream(stream);
  return true;
}

/**
 * After its server died, PortAudio's JACK part asserts in Pa_Terminate and takes the whole process down. Opening a
 * stream tells, at once: with the server gone no device opens; with it there, one whose client still lives does.
 */
bool jackServerIsGone() {
  const PaHostApiIndex api = Pa_HostApiTypeIdToHostApiIndex(paJACK);
  const PaHostApiInfo* info = api < 0 ? nullptr : Pa_GetHostApiInfo(api);
  if (info == nullptr || info->deviceCount == 0) return false;
  for (int index = 0; index < info->deviceCount; ++index) {
    if (canBeOpened(Pa_HostApiDeviceIndexToDeviceIndex(api, index))) return false;
  }
  return true;
}

}  // namespace

Failure describeFailure(const char* reason, const char* call, PaError code) {
  Failure failure;
  failure.reason = reason;
  failure.call = call;
  failure.code = code;
  failure.text = Pa_GetErrorText(code);
  if (code == paUnanticipatedHostError) {
    if (const PaHostErrorInfo* host = Pa_GetLastHostErrorInfo()) {
      failure.hostCode = host->errorCode;
      if (host->errorText != nullptr) failure.hostText = host->errorText;
    }
  }
  return failure;
}

bool Exclusive::tryAcquire() noexcept {
  bool expected = false;
  return exclusiveHeld.compare_exchange_strong(expected, true);
}
void Exclusive::release() noexcept { exclusiveHeld.store(false); }
bool Exclusive::held() noexcept { return exclusiveHeld.load(); }

void markStuck(bool stuck) noexcept { driverStuck.store(stuck); }
bool isStuck() noexcept { return driverStuck.load(); }

bool initialize(Failure& failure) {
  if (initialized) return true;
  silenceHostLibraries();
  const PaError error = Pa_Initialize();
  if (error != paNoError) {
    failure = describeFailure("initialize", "Pa_Initialize", error);
    return false;
  }
  initialized = true;
  return true;
}

bool terminate(Failure& failure) {
  if (!initialized) return true;
  if (jackServerIsGone()) {
    failure.reason = "restart-needed";
    failure.text = "the JACK server this process was connected to is gone, and PortAudio cannot leave it cleanly";
    return false;
  }
  Pa_Terminate();
  initialized = false;
  return true;
}

bool rescan(Failure& failure) { return terminate(failure) && initialize(failure); }

}  // namespace ampbench
