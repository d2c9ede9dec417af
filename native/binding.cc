// The addon's JavaScript surface. Shapes and words are documented once, in index.ts.
#include <napi.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "devices.h"
#include "library.h"
#include "live.h"
#include "session.h"

namespace ampbench {
namespace {

void throwTypeError(Napi::Env env, const std::string& text) {
  Napi::TypeError::New(env, text).ThrowAsJavaScriptException();
}

Napi::Error errorFrom(Napi::Env env, const Failure& failure) {
  Napi::Error error = Napi::Error::New(env, failure.call.empty() ? failure.text : failure.call + ": " + failure.text);
  error.Set("reason", Napi::String::New(env, failure.reason));
  error.Set("portAudioCall", Napi::String::New(env, failure.call));
  error.Set("portAudioCode", Napi::Number::New(env, failure.code));
  error.Set("portAudioText", Napi::String::New(env, failure.text));
  error.Set("hostCode", Napi::Number::New(env, static_cast<double>(failure.hostCode)));
  error.Set("hostText", Napi::String::New(env, failure.hostText));
  return error;
}

Failure inUse() {
  Failure failure;
  if (isStuck()) {
    failure.reason = "restart-needed";
    failure.text = "an earlier stream of this process has not been closed by its driver yet";
  } else {
    failure.reason = "busy";
    failure.text = "another stream of this process is running";
  }
  return failure;
}

double numberOf(const Napi::Object& object, const char* key) {
  const Napi::Value value = object.Get(key);
  return value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
}

/** Reads a stream shape; false, with a JavaScript error pending, when a field is missing or wrong. */
bool readShape(Napi::Env env, const Napi::Value& value, StreamShape& shape) {
  if (!value.IsObject()) {
    throwTypeError(env, "a stream request must be an object");
    return false;
  }
  const Napi::Object object = value.As<Napi::Object>();
  const Napi::Value format = object.Get("format");
  const auto sampleFormat = format.IsString() ? sampleFormatFromName(format.As<Napi::String>().Utf8Value()) : std::nullopt;
  shape.outputDevice = static_cast<PaDeviceIndex>(numberOf(object, "outputDevice"));
  shape.inputDevice = static_cast<PaDeviceIndex>(numberOf(object, "inputDevice"));
  shape.sampleRateHz = numberOf(object, "sampleRateHz");
  const double outputChannels = numberOf(object, "outputChannelCount");
  const double inputChannels = numberOf(object, "inputChannelCount");
  if (!sampleFormat || shape.outputDevice < 0 || shape.inputDevice < 0 || !(shape.sampleRateHz > 0) ||
      !(outputChannels >= 1) || !(inputChannels >= 1)) {
    throwTypeError(env, "a stream request needs outputDevice, inputDevice, sampleRateHz, format, outputChannelCount ≥ 1, "
                        "inputChannelCount ≥ 1");
    return false;
  }
  shape.format = *sampleFormat;
  shape.outputChannelCount = static_cast<std::size_t>(outputChannels);
  shape.inputChannelCount = static_cast<std::size_t>(inputChannels);
  return true;
}

Napi::Value listDevices(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const bool anew = info[0].IsBoolean() && info[0].As<Napi::Boolean>().Value();
  if (Exclusive::tryAcquire()) {
    Failure failure;
    const bool ready = anew ? rescan(failure) : initialize(failure);
    Exclusive::release();
    if (!ready) {
      errorFrom(env, failure).ThrowAsJavaScriptException();
      return env.Undefined();
    }
  } else if (isStuck()) {
    errorFrom(env, inUse()).ThrowAsJavaScriptException();
    return env.Undefined();
  }
  const DeviceCatalogue catalogue = listCatalogue();
  Napi::Array hostApis = Napi::Array::New(env);
  for (const std::string& name : catalogue.hostApis) hostApis.Set(hostApis.Length(), name);
  Napi::Array devices = Napi::Array::New(env);
  for (const Device& device : catalogue.devices) {
    Napi::Object entry = Napi::Object::New(env);
    entry.Set("index", device.index);
    entry.Set("name", device.name);
    entry.Set("hostApi", device.hostApi);
    entry.Set("maxInputChannels", device.maxInputChannels);
    entry.Set("maxOutputChannels", device.maxOutputChannels);
    entry.Set("defaultSampleRateHz", device.defaultSampleRateHz);
    devices.Set(devices.Length(), entry);
  }
  Napi::Object list = Napi::Object::New(env);
  list.Set("version", catalogue.version);
  list.Set("hostApis", hostApis);
  list.Set("devices", devices);
  return list;
}

/** Leaves the audio servers where that is safe; a dead one takes no leave, and the end of the process will do. */
Napi::Value release(const Napi::CallbackInfo& info) {
  if (Exclusive::tryAcquire()) {
    Failure ignored;
    terminate(ignored);
    Exclusive::release();
  }
  return info.Env().Undefined();
}

Napi::Value refusal(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  StreamShape shape;
  if (!readShape(env, info[0], shape)) return env.Undefined();
  if (!Exclusive::tryAcquire()) {
    errorFrom(env, inUse()).ThrowAsJavaScriptException();
    return env.Undefined();
  }
  Failure failure;
  const bool supported = initialize(failure) && checkShape(shape, failure);
  Exclusive::release();
  return supported ? env.Null() : errorFrom(env, failure).Value();
}

/** What a stream leaves behind when it ends without failure. */
using Finish = Napi::Value (*)(Napi::Env, Session&);

/** The JavaScript side of a running session; touched on the JavaScript thread only. */
struct Pending {
  std::shared_ptr<Session> session;
  Finish finish;
  Napi::Promise::Deferred deferred;
  Napi::ThreadSafeFunction wake;
};

Napi::Float64Array callbackRows(Napi::Env env, const CallbackLog& log) {
  const std::size_t rows = log.size();
  Napi::Float64Array values = Napi::Float64Array::New(env, rows * 4);
  if (rows > 0) std::memcpy(values.Data(), log.rows(), rows * sizeof(CallbackLog::Row));
  return values;
}

Napi::Object xrunReport(Napi::Env env, Transfer& transfer) {
  Napi::Array counts = Napi::Array::New(env, xrunKindCount);
  for (std::size_t kind = 0; kind < xrunKindCount; ++kind) {
    const auto typed = static_cast<XrunKind>(kind);
    const auto count = transfer.input.xruns.count(typed) + transfer.output.xruns.count(typed);
    counts.Set(static_cast<std::uint32_t>(kind), static_cast<double>(count));
  }
  Napi::Array places = Napi::Array::New(env);
  for (const XrunLog* log : {&transfer.output.xruns, &transfer.input.xruns}) {
    for (std::size_t index = 0; index < log->size(); ++index) {
      Napi::Object place = Napi::Object::New(env);
      place.Set("kind", static_cast<double>((*log)[index].kind));
      place.Set("atFrame", static_cast<double>((*log)[index].atFrame));
      places.Set(places.Length(), place);
    }
  }
  Napi::Object report = Napi::Object::New(env);
  report.Set("counts", counts);
  report.Set("places", places);
  return report;
}

void settle(Napi::Env env, Pending& pending) {
  const Napi::HandleScope scope(env);
  Session& session = *pending.session;
  Transfer& transfer = session.transfer();
  const std::size_t capturedFrames = transfer.capturedFrames();
  if (session.outcome() == Session::Outcome::failed) {
    Napi::Error error = errorFrom(env, session.failure());
    error.Set("framesDone", Napi::Number::New(env, static_cast<double>(capturedFrames)));
    error.Set("actualSampleRateHz", Napi::Number::New(env, session.actualSampleRateHz()));
    pending.deferred.Reject(error.Value());
    return;
  }
  const Napi::Value result = pending.finish(env, session);
  if (env.IsExceptionPending()) {
    pending.deferred.Reject(env.GetAndClearPendingException().Value());
    return;
  }
  pending.deferred.Resolve(result);
}

Napi::Object streamReport(Napi::Env env, Session& session) {
  Transfer& transfer = session.transfer();
  Napi::Object report = Napi::Object::New(env);
  report.Set("capturedFrames", static_cast<double>(transfer.capturedFrames()));
  report.Set("cancelled", session.outcome() == Session::Outcome::cancelled);
  report.Set("actualSampleRateHz", session.actualSampleRateHz());
  report.Set("inputLatencySeconds", session.inputLatencySeconds());
  report.Set("outputLatencySeconds", session.outputLatencySeconds());
  report.Set("xruns", xrunReport(env, transfer));
  return report;
}

Napi::Value finishTake(Napi::Env env, Session& session) {
  auto& take = static_cast<Take&>(session.transfer());
  const std::size_t sampleCount = take.capturedFrames() * take.layout().inputChannelCount;
  Napi::Float32Array frames = Napi::Float32Array::New(env, sampleCount);
  if (env.IsExceptionPending()) return env.Undefined();
  convertToFloat32(take.layout().format, take.captured(), sampleCount, frames.Data());
  Napi::Object result = streamReport(env, session);
  result.Set("frames", frames);
  result.Set("inputCallbackLog", callbackRows(env, take.input.log));
  result.Set("outputCallbackLog", callbackRows(env, take.output.log));
  return result;
}

Napi::Value finishLive(Napi::Env env, Session& session) { return streamReport(env, session); }

/** Bytes that a typed array shows, whatever its type. */
const void* bytesOf(const Napi::TypedArray& array) {
  return static_cast<const std::uint8_t*>(array.ArrayBuffer().Data()) + array.ByteOffset();
}

/** `play` of a live stream; once it has ended it does nothing. */
void addPlay(Napi::Env env, Napi::Object handle, const std::weak_ptr<Session>& weak) {
  handle.Set("play", Napi::Function::New(env, [weak](const Napi::CallbackInfo& call) -> Napi::Value {
    const Napi::Env here = call.Env();
    const auto alive = weak.lock();
    if (!alive) return here.Undefined();
    auto& live = static_cast<Live&>(alive->transfer());
    const std::size_t frameBytes = live.layout().outputChannelCount * bytesPerSample(live.layout().format);
    const bool typed = call[0].IsTypedArray();
    const std::size_t bytes = typed ? call[0].As<Napi::TypedArray>().ByteLength() : 0;
    if (bytes == 0 || bytes % frameBytes != 0) {
      throwTypeError(here, "play(interleaved samples, a whole number of frames, at least one)");
    } else if (!live.play(bytesOf(call[0].As<Napi::TypedArray>()), bytes / frameBytes)) {
      Failure failure;
      failure.reason = "out-of-memory";
      failure.text = "no memory for the pattern";
      errorFrom(here, failure).ThrowAsJavaScriptException();
    }
    return here.Undefined();
  }));
}

/** `read` of what has come in; once the stream has ended there is nothing to read. */
void addRead(Napi::Env env, Napi::Object handle, const std::weak_ptr<Session>& weak) {
  handle.Set("read", Napi::Function::New(env, [weak](const Napi::CallbackInfo& call) -> Napi::Value {
    const Napi::Env here = call.Env();
    const auto alive = weak.lock();
    if (!alive) return here.Null();
    if (!call[0].IsNumber() || !call[1].IsTypedArray() ||
        call[1].As<Napi::TypedArray>().TypedArrayType() != napi_float32_array) {
      throwTypeError(here, "read(first frame, Float32Array to fill)");
      return here.Undefined();
    }
    const Transfer& transfer = alive->transfer();
    auto target = call[1].As<Napi::Float32Array>();
    const double from = std::max(0.0, call[0].As<Napi::Number>().DoubleValue());
    const std::size_t most = target.ElementLength() / transfer.layout().inputChannelCount;
    const Transfer::Read read = transfer.read(static_cast<std::uint64_t>(from), most, target.Data());
    Napi::Object result = Napi::Object::New(here);
    result.Set("fromFrame", static_cast<double>(read.fromFrame));
    result.Set("frameCount", static_cast<double>(read.frameCount));
    return result;
  }));
}

/** Starts a session whose transfer `make` makes; undefined, with a JavaScript error pending, where that cannot be. */
template <typename Make>
Napi::Value startSession(Napi::Env env, const StreamShape& shape, const char* name, Finish finish, Make make) {
  if (!Exclusive::tryAcquire()) {
    errorFrom(env, inUse()).ThrowAsJavaScriptException();
    return env.Undefined();
  }
  Failure failure;
  std::unique_ptr<Transfer> transfer;
  if (initialize(failure)) {
    transfer = make();
    if (!transfer) {
      failure.reason = "out-of-memory";
      failure.text = "no memory for the stream's frames";
    }
  }
  if (!transfer) {
    Exclusive::release();
    errorFrom(env, failure).ThrowAsJavaScriptException();
    return env.Undefined();
  }
  auto session = std::make_shared<Session>(shape, std::move(transfer));
  // The function's own strong reference keeps the event loop alive until the promise is settled.
  auto wake = Napi::ThreadSafeFunction::New(env, Napi::Function::New(env, [](const Napi::CallbackInfo&) {}), name, 0, 1);
  auto* pending = new Pending{session, finish, Napi::Promise::Deferred::New(env), wake};
  const Napi::Promise promise = pending->deferred.Promise();
  session->start([pending] {
    pending->wake.BlockingCall(pending, [](Napi::Env settleEnv, Napi::Function, Pending* settled) {
      settle(settleEnv, *settled);
      settled->wake.Release();
      delete settled;
    });
  });
  const std::weak_ptr<Session> weak = session;
  Napi::Object handle = Napi::Object::New(env);
  handle.Set("settled", promise);
  handle.Set("framesDone", Napi::Function::New(env, [weak](const Napi::CallbackInfo& call) -> Napi::Value {
    const auto alive = weak.lock();
    return Napi::Number::New(call.Env(), alive ? static_cast<double>(alive->transfer().capturedFrames()) : 0.0);
  }));
  handle.Set("cancel", Napi::Function::New(env, [weak](const Napi::CallbackInfo& call) -> Napi::Value {
    if (const auto alive = weak.lock()) alive->transfer().requestCancel();
    return call.Env().Undefined();
  }));
  addRead(env, handle, weak);
  if (finish == finishLive) addPlay(env, handle, weak);
  return handle;
}

Transfer::Layout layoutOf(const StreamShape& shape) {
  return {shape.format, shape.sampleRateHz, shape.outputChannelCount, shape.inputChannelCount};
}

Napi::Value playrec(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  StreamShape shape;
  if (!readShape(env, info[0], shape)) return env.Undefined();
  if (!info[1].IsTypedArray() || !info[2].IsNumber()) {
    throwTypeError(env, "playrec(request, interleaved samples, frames to record after them)");
    return env.Undefined();
  }
  const Napi::TypedArray played = info[1].As<Napi::TypedArray>();
  const double tailFrames = info[2].As<Napi::Number>().DoubleValue();
  const std::size_t frameBytes = shape.outputChannelCount * bytesPerSample(shape.format);
  const std::size_t playedFrames = played.ByteLength() / frameBytes;
  if (played.ByteLength() % frameBytes != 0 || !(tailFrames >= 0) || playedFrames + tailFrames < 1) {
    throwTypeError(env, "the samples are no whole number of frames, or there is nothing to play and record");
    return env.Undefined();
  }
  const std::size_t totalFrames = playedFrames + static_cast<std::size_t>(tailFrames);
  return startSession(env, shape, "playrec", finishTake, [&] {
    return Take::create(layoutOf(shape), bytesOf(played), playedFrames, totalFrames);
  });
}

Napi::Value openLive(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  StreamShape shape;
  if (!readShape(env, info[0], shape)) return env.Undefined();
  const double ringFrames = info[1].IsNumber() ? info[1].As<Napi::Number>().DoubleValue() : 0;
  if (!(ringFrames >= 1024)) {
    throwTypeError(env, "openLive(request, frames of input to hold, at least 1024)");
    return env.Undefined();
  }
  return startSession(env, shape, "openLive", finishLive,
                      [&] { return Live::create(layoutOf(shape), static_cast<std::size_t>(ringFrames)); });
}

Napi::Object initializeAddon(Napi::Env env, Napi::Object exports) {
  exports.Set("listDevices", Napi::Function::New(env, listDevices));
  exports.Set("release", Napi::Function::New(env, release));
  exports.Set("refusal", Napi::Function::New(env, refusal));
  exports.Set("playrec", Napi::Function::New(env, playrec));
  exports.Set("openLive", Napi::Function::New(env, openLive));
  return exports;
}

}  // namespace

NODE_API_MODULE(ampbench_audio, initializeAddon)

}  // namespace ampbench
