'use strict';
// CommonJS, in the syntax of old Nodes: it must run where the nodes themselves cannot.
const { engines } = require('./package.json');

/**
 * What Node-RED calls to register a node, made from the compiled module of that name. Throws one sentence where
 * Node.js is older than the package needs.
 */
module.exports = function loadNode(name) {
  const needed = engines.node.replace('>=', '');
  if (isOlder(process.versions.node, needed)) {
    const text = `Citynerve's nodes need Node.js ${needed} or newer, and this Node-RED runs on ${process.versions.node}: start it with a newer Node.js.`;
    // Node-RED logs an error as text and lists it as JSON; neither a prefix `Error: ` nor a line number helps a person.
    throw Object.assign(new Error(text), { name: '', stack: text, toJSON: () => text });
  }
  return (RED) =>
    import(`./dist/modules/nodes/${name}/citynerve-${name}.js`).then(({ default: register }) => register(RED));
};

function isOlder(version, needed) {
  const [major, minor] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = needed.split('.').map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}
