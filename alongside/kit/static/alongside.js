// Built from alongside/kit/components/*/*.js by alongside/kit/assets/build.mjs
