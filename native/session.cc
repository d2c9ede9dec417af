#include "session.h"

#include <chrono>
#include <cmath>
#include <thread>
#include <utility>

namespace ampbench {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr auto openLimit = milliseconds(10000);
/** Longer than any buffer a host uses, short enough for an answer within 3 s of a pulled plug. */
constexpr auto stallLimit = milliseconds(2000);
constexpr auto closeLimit = milliseconds(2000);
constexpr auto watchInterval = milliseconds(5);
/** Relative. A crystal is within 1e-4; the next standard rate is further off than 8e-2. */
constexpr double rateTolerance = 1e-3;

Failure failureInWords(const char* reason, const char* text, PaError code) {
  Failure failure;
  failure.reason = reason;
  failure.text = text;
  failure.code = code;
  return failure;
}

}  // namespace

Session::Session(StreamShape shape, std::unique_ptr<Transfer> transfer)
    : shape_(std::move(shape)), transfer_(std::move(transfer)) {}

void Session::start(std::function<void()> settled) {
  settled_ = std::move(settled);
  std::thread([self = shared_from_this()] { self->drive(); }).detach();
  std::thread([self = shared_from_this()] { self->watch(); }).detach();
}

void Session::setPhase(Phase phase) {
  {
    const std::lock_guard<std::mutex> guard(mutex_);
    phase_ = phase;
  }
  changed_.notify_all();
}

// ---- driver thread

void Session::drive() {
  const bool running = openAndStart();
  if (running) {
    setPhase(Phase::running);
    {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [this] { return closeAsked_; });
    }
    closeAll(outcome_ != Outcome::failed);
  } else {
    closeAll(false);
  }
  markStuck(false);
  Exclusive::release();
  setPhase(running ? Phase::closed : Phase::failedToOpen);
}

bool Session::openOne(PaStream*& stream, const PaStreamParameters* input, const PaStreamParameters* output,
                      PaStreamCallback* callback) {
  // paClipOff | paDitherOff: samples pass as they are. No priming: frame 0 out and frame 0 in belong to one callback.
  const PaError error = Pa_OpenStream(&stream, input, output, shape_.sampleRateHz, paFramesPerBufferUnspecified,
                                      paClipOff | paDitherOff, callback, transfer_.get());
  if (error != paNoError) {
    stream = nullptr;
    openFailure_ = describeFailure("open", "Pa_OpenStream", error);
    return false;
  }
  const PaStreamInfo* info = Pa_GetStreamInfo(stream);
  if (info == nullptr) return true;
  actualSampleRateHz_ = info->sampleRate;
  if (input != nullptr) inputLatencySeconds_ = info->inputLatency;
  if (output != nullptr) outputLatencySeconds_ = info->outputLatency;
  if (std::abs(info->sampleRate - shape_.sampleRateHz) > rateTolerance * shape_.sampleRateHz) {
    openFailure_ = failureInWords("rate-not-honoured", "the device opened at another rate than asked for", paInvalidSampleRate);
    return false;
  }
  return true;
}

bool Session::startOne(PaStream* stream) {
  const PaError error = Pa_StartStream(stream);
  if (error == paNoError) return true;
  openFailure_ = describeFailure("start", "Pa_StartStream", error);
  return false;
}

bool Session::openAndStart() {
  actualSampleRateHz_ = shape_.sampleRateHz;
  DirectionParameters output;
  DirectionParameters input;
  if (!fillParameters(shape_, Direction::output, output, openFailure_)) return false;
  if (!fillParameters(shape_, Direction::input, input, openFailure_)) return false;
  if (shape_.outputDevice == shape_.inputDevice) {
    if (!openOne(outputStream_, &input.parameters, &output.parameters, Transfer::duplexCallback)) return false;
  } else {
    if (!openOne(inputStream_, &input.parameters, nullptr, Transfer::inputCallback)) return false;
    if (!openOne(outputStream_, nullptr, &output.parameters, Transfer::outputCallback)) return false;
  }
  // Some hosts (JACK with a foreign client) report nonsense: only a believable latency may lengthen the fade's drain.
  if (outputLatencySeconds_ > 0 && outputLatencySeconds_ < 1) {
    transfer_->setOutputLatencyFrames(static_cast<std::uint64_t>(outputLatencySeconds_ * shape_.sampleRateHz));
  }
  {
    // Opening took so long that it was given up: make no sound now.
    const std::lock_guard<std::mutex> guard(mutex_);
    if (closeAsked_) return false;
  }
  return (inputStream_ == nullptr || startOne(inputStream_)) && startOne(outputStream_);
}

void Session::closeAll(bool gracefully) {
  for (PaStream* stream : {outputStream_, inputStream_}) {
    if (stream == nullptr) continue;
    if (gracefully) {
      Pa_StopStream(stream);  // plays out what is buffered
    } else {
      Pa_AbortStream(stream);
    }
    Pa_CloseStream(stream);
  }
}

// ---- watch thread

void Session::watch() {
  if (waitUntilOpen()) {
    watchRunning();
    if (outcome_ == Outcome::failed) markStuck(true);  // until the driver has really closed
    askToClose();
    if (outcome_ != Outcome::failed && !waitUntilClosed()) markStuck(true);
  }
  settled_();
}

bool Session::waitUntilOpen() {
  std::unique_lock<std::mutex> lock(mutex_);
  const bool answered = changed_.wait_for(lock, openLimit, [this] { return phase_ != Phase::opening; });
  if (!answered) {
    markStuck(true);
    closeAsked_ = true;
    failure_ = failureInWords("open-timeout", "the driver did not open the device within 10 s", paTimedOut);
    return false;
  }
  if (phase_ == Phase::failedToOpen) {
    failure_ = openFailure_;
    return false;
  }
  return true;
}

bool Session::anyStreamEnded() const {
  // Asked of a running stream this reads a flag and does not block.
  if (Pa_IsStreamActive(outputStream_) != 1) return true;
  return inputStream_ != nullptr && Pa_IsStreamActive(inputStream_) != 1;
}

void Session::watchRunning() {
  std::uint64_t outputCallbacks = 0;
  std::uint64_t inputCallbacks = 0;
  auto outputAlive = Clock::now();
  auto inputAlive = outputAlive;
  for (;;) {
    std::this_thread::sleep_for(watchInterval);
    const bool ended = anyStreamEnded();
    const auto now = Clock::now();
    if (transfer_->everythingRecorded()) {
      outcome_ = Outcome::complete;
      return;
    }
    if (transfer_->drained()) {
      outcome_ = Outcome::cancelled;
      return;
    }
    const std::uint64_t outputNow = transfer_->output.callbacks.load(std::memory_order_relaxed);
    const std::uint64_t inputNow = transfer_->input.callbacks.load(std::memory_order_relaxed);
    if (std::exchange(outputCallbacks, outputNow) != outputNow) outputAlive = now;
    if (std::exchange(inputCallbacks, inputNow) != inputNow) inputAlive = now;
    if (ended) {
      failure_ = failureInWords("ended", "the stream ended before the capture was complete", paInternalError);
      return;
    }
    if (now - outputAlive > stallLimit) {
      failure_ = failureInWords("stalled", "the output asked for no samples for 2 s", paTimedOut);
      return;
    }
    if (now - inputAlive > stallLimit) {
      failure_ = failureInWords("stalled", "the input delivered no samples for 2 s", paTimedOut);
      return;
    }
  }
}

void Session::askToClose() {
  {
    const std::lock_guard<std::mutex> guard(mutex_);
    closeAsked_ = true;
  }
  changed_.notify_all();
}

bool Session::waitUntilClosed() {
  std::unique_lock<std::mutex> lock(mutex_);
  return changed_.wait_for(lock, closeLimit, [this] { return phase_ == Phase::closed; });
}

}  // namespace ampbench
