#pragma once
// `anchorhold measure`, as a function: what a launch of an image will show in its registers.

#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "image/registers.h"

namespace anchorhold::cli {

// measure_agent: the agent at `path`, hashed.
Result<image::AgentMeasurement> measure_agent(const std::string& path);

}  // namespace anchorhold::cli
