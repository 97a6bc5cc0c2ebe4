export default {
  setupFilesAfterEnv: ['@assay/sdk/jest'],
  testTimeout: 30_000,
  reporters: [
    'default',
    ['@assay/sdk/jest-reporter', { name: 'support-jest', branch: process.env.BRANCH ?? 'main' }],
  ],
};
