#pragma once
#include <portaudio.h>

#include <string>

namespace ampbench {

/** What went wrong in PortAudio or below it. `reason` is one of the stable words that native/index.ts lists. */
struct Failure {
  std::string reason;
  /** The PortAudio call that failed; empty when none did. */
  std::string call;
  PaError code = paNoError;
  /** PortAudio's text for the code, or a sentence of ours. */
  std::string text;
  long hostCode = 0;
  std::string hostText;
};

/** Describes a failed PortAudio call; reads the host's own words, so call it right after the failure. */
Failure describeFailure(const char* reason, const char* call, PaError code);

/**
 * PortAudio's control calls are not thread safe and two streams on one device would mix, so one user at a time holds
 * the library: a stream from before it is opened until it is closed, or a rescan. Never waits.
 */
class Exclusive {
 public:
  static bool tryAcquire() noexcept;
  static void release() noexcept;
  static bool held() noexcept;
};

/** A call into the driver did not come back in time: whoever asks next is told so, until it does. */
void markStuck(bool stuck) noexcept;
bool isStuck() noexcept;

/**
 * Initializes PortAudio, or, when it is initialized, lets it look for devices anew (terminate and initialize: the only
 * way PortAudio notices what was plugged in or pulled out). The caller holds `Exclusive`.
 * @returns true when the device list is fresh; else `failure` says why not
 */
bool rescan(Failure& failure);

/** Initializes PortAudio if it is not. The caller holds `Exclusive`. */
bool initialize(Failure& failure);

/** Terminates PortAudio if it is initialized: audio servers lose sight of this process. The caller holds `Exclusive`. */
bool terminate(Failure& failure);

}  // namespace ampbench
