/** Tests run the very code that ships: `npm run build` compiles it, tests included, into dist. */
export default {
  testEnvironment: 'node',
  rootDir: 'dist',
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.{spec,e2e-spec}.js'],
  transform: {},
  maxWorkers: 2,
  testTimeout: 30_000,
};
