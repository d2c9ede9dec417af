{
  "variables": {
    "portaudio_include_dir%": "",
    "portaudio_libraries%": [],
    "node_addon_api_dir%": "../node_modules/node-addon-api"
  },
  "targets": [
    {
      "target_name": "ampbench_audio",
      "sources": ["binding.cc", "devices.cc", "library.cc", "live.cc", "samples.cc", "session.cc", "transfer.cc"],
      "defines": ["NAPI_VERSION=8", "NAPI_DISABLE_CPP_EXCEPTIONS", "NODE_ADDON_API_DISABLE_DEPRECATED"],
      "cflags_cc": ["-std=c++17", "-O2", "-Wall", "-Wextra", "-Werror", "-isystem", "<(module_root_dir)/<(node_addon_api_dir)"],
      "xcode_settings": {
        "CLANG_CXX_LANGUAGE_STANDARD": "c++17",
        "GCC_TREAT_WARNINGS_AS_ERRORS": "YES",
        "OTHER_CPLUSPLUSFLAGS": ["-isystem", "<(module_root_dir)/<(node_addon_api_dir)"]
      },
      "libraries": ["<@(portaudio_libraries)"],
      "conditions": [
        ["portaudio_include_dir!=''", { "include_dirs": ["<(portaudio_include_dir)"] }],
        ["OS=='linux'", { "libraries": ["-ldl"] }],
        [
          "OS=='win'",
          {
            "include_dirs": ["<(node_addon_api_dir)"],
            "msvs_settings": { "VCCLCompilerTool": { "AdditionalOptions": ["/std:c++17", "/W4", "/utf-8"] } }
          }
        ]
      ]
    }
  ]
}
