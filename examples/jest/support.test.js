/** `NODE_OPTIONS=--experimental-vm-modules npx jest` in this folder. */
test('tells the price of express shipping', async () => {
  await expect('Express shipping costs 12.90 EUR, and takes a day.').toScore('token-f1', {
    expected: 'Express shipping costs 12.90 EUR.',
    min: 0.5,
  });
});

test('fails with the reason, and cannot be turned round where nothing was scored', async () => {
  await expect(expect('No.').toScore('token-f1', { expected: 'Yes.' })).rejects.toThrow(
    'expected the output to score 0.50 or more by token-f1, but it scored 0.00',
  );
  await expect(expect('No.').not.toScore('token-f1')).rejects.toThrow('could not be judged');
});
