/* global exports */
exports.registerHandler = () => undefined;
